package io.sealer.build.kubefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private final Variables variables =
      new Variables(Map.of("A", "1", "B", "b c", "ARCH", "amd64"), '\\');

  @Test
  void all_forms_of_the_reference_are_replaced() {
    assertThat(variables.expand("$A-${B}-$A.x")).isEqualTo("1-b c-1.x");
    assertThat(variables.expand("${NONE:-else}${A:-else}${A:+there}${NONE:+there}"))
        .isEqualTo("else1there");
    assertThat(variables.expand("${NONE:-${ARCH}}")).isEqualTo("amd64");
    assertThat(variables.expand("$NONE")).isEmpty();
  }

  @Test
  void quotes_go_and_decide_what_is_replaced() {
    assertThat(variables.expand("\"$A 'x'\"")).isEqualTo("1 'x'");
    assertThat(variables.expand("'$A'")).isEqualTo("$A");
    assertThat(variables.expand("\\$A \"\\$A\" a$ $.")).isEqualTo("$A $A a$ $.");
    assertThat(variables.expand("\"a\\b\"")).isEqualTo("a\\b");
  }

  @Test
  void a_broken_reference_is_told() {
    assertThatThrownBy(() -> variables.expand("${A")).hasMessageContaining("no closing brace");
    assertThatThrownBy(() -> variables.expand("${A:?x}")).hasMessageContaining("modifier");
    assertThatThrownBy(() -> variables.expand("${}")).hasMessageContaining("does not name");
  }
}
