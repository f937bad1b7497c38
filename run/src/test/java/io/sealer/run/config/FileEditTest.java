package io.sealer.run.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FileEditTest {
  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: login
      data:
        old: b2xk
      """;

  private static FileEdit edit(String data, boolean merge, String... process) {
    return new FileEdit("Config x", "etc/a.yaml", data, merge, Arrays.asList(process));
  }

  @Test
  void overwriting_replaces_everything() {
    assertThat(edit("new", false).apply(Optional.of("old"))).isEqualTo("new");
  }

  @Test
  void merging_goes_into_every_document_and_adds_what_is_new() {
    String before = "kind: A\nspec:\n  a: 1\n  list: [1, 2]\n---\nkind: B\n";

    String after = edit("spec: {b: 2, list: [3]}\n", true).apply(Optional.of(before));

    assertThat(YamlText.documents("it", after))
        .hasSize(2)
        .satisfiesExactly(
            a ->
                assertThat(a.get("spec"))
                    .isEqualTo(java.util.Map.of("a", 1, "b", 2, "list", List.of(3))),
            b -> assertThat(b.get("spec")).hasToString("{b=2, list=[3]}"));
  }

  @Test
  void merging_keeps_quoted_values_quoted_for_readers_of_older_yaml() {
    String before = "mode: \"0644\"\nanswer: 'yes'\nport: 0x10\nx: 1\n";

    String after = edit("x: 2\n", true).apply(Optional.of(before));

    assertThat(after).contains("mode: \"0644\"").contains("answer: 'yes'").contains("x: 2");
  }

  @Test
  void a_file_that_is_not_there_is_written() {
    assertThat(edit("a: 1\n", true).apply(Optional.empty())).isEqualTo("a: 1\n");
  }

  @Test
  void the_pipeline_makes_a_secret_of_values() {
    String data = "config:\n  user: admin\n  password: hunter2\n";

    String after =
        edit(data, false, "value", "toJson", "toBase64", "toSecret").apply(Optional.of(SECRET));

    String json = "{\"user\":\"admin\",\"password\":\"hunter2\"}";
    String base64 =
        java.util.Base64.getEncoder()
            .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(after).contains("\"config\": \"" + base64 + "\"").contains("old: b2xk");
  }

  @Test
  void values_that_are_not_base64_become_string_data_of_the_secret() {
    assertThat(edit("a: b\n", false, "value", "toSecret").apply(Optional.of(SECRET)))
        .contains("stringData")
        .contains("\"a\": \"b\"");
  }

  @Test
  void the_whole_data_becomes_json_or_base64() {
    assertThat(edit("a: [1, x]\n", false, "toJson").apply(Optional.empty()))
        .isEqualTo("{\"a\":[1,\"x\"]}");
    assertThat(edit("ab", false, "toBase64").apply(Optional.empty())).isEqualTo("YWI=");
  }

  @Test
  void what_does_not_fit_is_told_with_the_configs_name_and_file() {
    assertThatThrownBy(() -> edit("a: 1", false, "toSecret").apply(Optional.of("kind: Pod")))
        .hasMessage("Config x: etc/a.yaml: toSecret needs a file with a Secret");
    assertThatThrownBy(() -> edit("[1]", true).apply(Optional.of("a: 1")))
        .hasMessage("Config x: etc/a.yaml: data must be a YAML mapping");
    assertThatThrownBy(() -> edit("a: 1", true).apply(Optional.of("a: [")))
        .hasMessageStartingWith("Config x: etc/a.yaml: the file is not YAML");
  }
}
