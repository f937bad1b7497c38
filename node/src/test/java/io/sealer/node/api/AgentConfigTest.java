package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentConfigTest {
  private static final AgentConfig FULL =
      AgentConfig.defaults()
          .withStore(Path.of("/s"))
          .withMirror(new Endpoint("::1", 6000))
          .withExchange(
              Endpoint.parse("[fd00::1]:5051"),
              AgentConfig.Identity.defaults(),
              List.of(new AgentConfig.Peer("master-0", Endpoint.parse("10.0.0.1:5051"))))
          .withUpstream(true)
          .withAccessLog(false)
          .withOwnNames(List.of("sea.hub:5000"))
          .withRuntimeContent(Path.of("/c"));

  @Test
  void what_was_written_is_read_again() throws Exception {
    assertThat(AgentConfig.parse(FULL.toJson())).isEqualTo(FULL);
    AgentConfig plain = AgentConfig.defaults();
    assertThat(AgentConfig.parse(plain.toJson())).isEqualTo(plain);
  }

  @Test
  void a_mirror_that_others_could_reach_is_refused() {
    assertThatThrownBy(() -> AgentConfig.defaults().withMirror(new Endpoint("0.0.0.0", 5050)))
        .hasMessageContaining("must listen on loopback");
  }

  @Test
  void a_malformed_file_is_reported_with_its_place() {
    String json = new String(FULL.toJson(), UTF_8).replace("10.0.0.1:5051", "10.0.0.1");
    assertThatThrownBy(() -> AgentConfig.parse(json.getBytes(UTF_8)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("'10.0.0.1' must be ADDRESS:PORT");
    assertThatThrownBy(() -> AgentConfig.parse("{\"version\":2}".getBytes(UTF_8)))
        .hasMessageContaining("node.json.version: must be 1");
  }

  @Test
  void containerd_asks_nobody_else_unless_upstream_is_allowed() {
    assertThat(HostsToml.text(AgentConfig.defaults()))
        .isEqualTo(
            """
            server = "http://127.0.0.1:5050"

            [host."http://127.0.0.1:5050"]
              capabilities = ["pull", "resolve"]
            """);
    assertThat(HostsToml.text(FULL)).startsWith("[host.\"http://[::1]:6000\"]");
  }

  @Test
  void what_the_agent_does_not_have_comes_from_a_registry_outside() {
    var external =
        new ExternalRegistry(
            "harbor.example:8443",
            "team",
            Optional.of(Path.of("/ca.crt")),
            Optional.of(new Credential.Basic("puller", "one")));
    assertThat(HostsToml.text(AgentConfig.defaults(), external))
        .isEqualTo(
            HostsToml.text(AgentConfig.defaults())
                + """

                [host."https://harbor.example:8443/v2/team"]
                  capabilities = ["pull", "resolve"]
                  ca = "/ca.crt"
                  override_path = true
                  [host."https://harbor.example:8443/v2/team".header]
                    Authorization = "Basic cHVsbGVyOm9uZQ=="
                """);
  }
}
