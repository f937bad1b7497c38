package io.sealer.build.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageRulesTest {
  private static final String CONTENT =
      """
      apiVersion: example.io/v1
      kind: Widget
      spec: {image: "quay.io/x/widget:3", pod: {containers: [{image: "quay.io/x/debug:1"}]}}
      """;

  private static Findings find(String... rules) throws IOException {
    var discovery = new Discovery(ImageRules.parse(".sealerimages", List.of(rules)));
    byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
    discovery.offer("manifests/a.yaml", () -> new ByteArrayInputStream(content));
    return discovery.findings();
  }

  @Test
  void a_kind_of_the_user_names_images_where_he_says() throws IOException {
    var findings = find("# ours", "", "kind example.io/Widget image:spec.image pod:spec.pod");
    assertThat(findings.images().keySet())
        .containsExactly(
            Reference.parse("quay.io/x/debug:1"), Reference.parse("quay.io/x/widget:3"));
  }

  @Test
  void a_candidate_is_taken_when_a_rule_says_so() throws IOException {
    var findings = find("take quay.io/x/w*");
    assertThat(findings.images()).containsOnlyKeys(Reference.parse("quay.io/x/widget:3"));
    assertThat(findings.candidates())
        .extracting(Candidate::name)
        .containsExactly("quay.io/x/debug:1");
  }

  @Test
  void an_ignored_image_is_told_with_the_reason() throws IOException {
    var findings =
        find("kind example.io/Widget image:spec.image", "ignore quay.io/x/widget:3 not used here");
    assertThat(findings.images()).isEmpty();
    assertThat(findings.ignored())
        .containsExactly(
            new Ignored(Reference.parse("quay.io/x/widget:3"), ".sealerimages:2: not used here"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense x",
        "ignore nginx",
        "take",
        "kind Widget image:a",
        "kind a/B text:c",
        "take Nginx",
        "take [",
        "kind a/B"
      })
  void a_malformed_rule_is_reported_with_its_line(String rule) {
    assertThatThrownBy(() -> ImageRules.parse(".sealerimages", List.of("", rule)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(".sealerimages:2: ");
  }
}
