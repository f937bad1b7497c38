package io.sealer.oci.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> WORDS = List.of("COPY", "CMDS", "KUBEVERSION", "platform");

  @Test
  void a_word_with_exchanged_missing_or_wrong_letters_is_recognised() {
    assertThat(Nearest.to("coyp", WORDS)).contains("COPY");
    assertThat(Nearest.to("KUBEVERSON", WORDS)).contains("KUBEVERSION");
    assertThat(Nearest.to("platfrom", WORDS)).contains("platform");
    assertThat(Nearest.hint("CMD", WORDS)).isEqualTo("; did you mean 'CMDS'?");
  }

  @Test
  void another_word_is_not() {
    assertThat(Nearest.to("WORKDIR", WORDS)).isEmpty();
    assertThat(Nearest.to("x".repeat(100_000), WORDS)).isEmpty();
    assertThat(Nearest.hint("", WORDS)).isEmpty();
  }
}
