package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.testing.SshHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** JSON over a real ssh server, of more objects than is kept of a command's output. */
class PrintedJsonIT {
  private static final String MANY =
      """
      awk 'BEGIN {
        print "{\\"kind\\": \\"List\\", \\"items\\": ["
        for (i = 0; i < 3000; i++) {
          fields = sprintf("%3000s", "")
          printf "%s{\\"metadata\\": {\\"name\\": \\"n%d\\", \\"managedFields\\": [{\\"f\\": \\"%s\\"}]},", (i ? "," : ""), i, fields
          printf "\\"status\\": {\\"images\\": [{\\"names\\": [\\"a\\"]}], \\"ready\\": true}}\\n"
        }
        print "]}"
      }'
      """;

  @RegisterExtension final SshHost host = new SshHost();

  @Test
  void thousands_of_objects_are_read_whole_without_what_nobody_looks_at() throws Exception {
    JsonNode list = PrintedJson.of(host.session(), Command.script(MANY)).orElseThrow();

    assertThat(list.path("items").values()).hasSize(3000);
    JsonNode last = list.path("items").path(2999);
    assertThat(last.path("metadata").path("name").asString()).isEqualTo("n2999");
    assertThat(last.path("metadata").has("managedFields")).isFalse();
    assertThat(last.path("status").has("images")).isFalse();
    assertThat(last.path("status").path("ready").asBoolean()).isTrue();
  }

  @Test
  void nothing_is_no_document() throws Exception {
    assertThat(PrintedJson.of(host.session(), Command.of("true"))).isEmpty();
  }

  @Test
  void a_command_that_fails_says_why_whatever_it_has_printed_before() throws Exception {
    var broken = Command.script("echo '{\"items\": ['; echo 'connection refused' >&2; exit 1");

    assertThatThrownBy(() -> PrintedJson.of(host.session(), broken))
        .isInstanceOfSatisfying(
            HostException.CommandFailed.class,
            e -> assertThat(e.output()).contains("connection refused"));
    PrintedJson maybe = PrintedJson.ofMaybe(host.session(), broken);
    assertThat(maybe.result().ok()).isFalse();
    assertThat(maybe.document()).isEmpty();
  }

  @Test
  void what_is_no_json_is_told_and_keeps_no_command_waiting() {
    var words = Command.script("echo words; head -c 5000000 /dev/zero | tr '\\0' x");

    assertThatThrownBy(() -> PrintedJson.of(host.session(), words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
  }
}
