package io.sealer.build.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is broken, hostile or endless is told with its place, and is no crash. */
class BrokenFilesTest {
  private final Offered files = new Offered();

  @Test
  void an_invalid_name_is_told_with_its_place() throws IOException {
    files.offer("manifests/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: Nginx:1\n");
    assertThat(files.findings().defects())
        .singleElement()
        .asString()
        .contains("manifests/pod.yaml:4: ")
        .contains("upper-case");
  }

  @Test
  void broken_yaml_and_exploding_aliases_are_told_with_their_place() throws IOException {
    files.offer("manifests/broken.yaml", "kind: Pod\nspec: [\n");
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append(", *a")
          .append(i - 1)
          .append("]\n");
    }
    files.offer("manifests/bomb.yaml", "kind: Pod\n" + bomb);
    assertThat(files.findings().defects())
        .extracting(Defect::file)
        .contains("manifests/broken.yaml");
  }

  @Test
  void thirty_levels_of_aliases_are_refused_instead_of_followed() throws IOException {
    var bomb = new StringBuilder("kind: Pod\nspec:\n  a0: &a0 [x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    files.offer("manifests/bomb.yaml", bomb.toString());
    assertThat(files.findings().defects())
        .singleElement()
        .asString()
        .contains("manifests/bomb.yaml")
        .contains("aliases");
  }

  @Test
  void lists_nested_a_hundred_thousand_deep_are_a_defect_and_no_crash() throws IOException {
    files.offer("manifests/deep.yaml", "kind: Pod\nspec: " + "[".repeat(100_000));
    assertThat(files.findings().defects())
        .singleElement()
        .extracting(Defect::file)
        .isEqualTo("manifests/deep.yaml");
  }

  @Test
  void a_list_that_contains_itself_ends() throws IOException {
    files.offer(
        "manifests/circle.yaml",
        """
        kind: List
        items: &a
        - kind: List
          items: *a
        - {kind: Pod, spec: {containers: [{image: a}]}}
        """);
    files.offer("manifests/own.yaml", "apiVersion: x.io/v1\nkind: X\nspec: &s\n  again: *s\n");
    assertThat(files.findings().images()).hasSize(1);
  }

  @Test
  void a_file_of_more_than_16_mebibytes_is_told_and_not_searched() throws IOException {
    files.offer("manifests/large.yaml", "kind: Pod\n#" + "x".repeat(17 << 20));
    assertThat(files.findings().defects()).singleElement().asString().contains("16 MiB");
  }

  @Test
  void names_of_other_alphabets_are_refused_with_their_place() throws IOException {
    files.offer(
        "manifests/pod.yaml",
        "kind: Pod\nspec: {containers: [{image: образ:1}, {image: \"ｎｇｉｎｘ:1\"}]}\n");
    assertThat(files.findings().images()).isEmpty();
    assertThat(files.findings().defects())
        .hasSize(2)
        .allMatch(defect -> defect.toString().startsWith("manifests/pod.yaml:2: "));
  }
}
