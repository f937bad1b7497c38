package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionRangeTest {
  @ParameterizedTest
  @CsvSource({
    "'>=1.19, <1.22', v1.20.2, true",
    "'>= 1.19 < 1.20', v1.20.2, false",
    "'1.20.x', v1.20.2, true",
    "'1.20.1', v1.20.2, false",
    "'>1.9', v1.15.0, true",
    "'~1.20.2', v1.20.9, true",
    "'~1.20.2', v1.21.0, false",
    "'^1.19', v1.30.0, true",
    "'<1.18 || >=1.20', v1.20.2, true",
    "'*', v1.20.2, true"
  })
  void ranges_compare_numbers(String range, String version, boolean inside) {
    assertThat(VersionRange.parse(range).contains(KubeVersion.parse(version))).isEqualTo(inside);
  }

  @Test
  void what_is_no_range_is_named() {
    assertThatThrownBy(() -> VersionRange.parse(">= stable"))
        .hasMessage("'>=stable' in '>= stable' is not a comparison like >=1.19 or 1.20.x");
  }
}
