package io.sealer.oci.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases after the documentation and tests of Masterminds/semver, version 3. */
class VersionRangeTest {
  @ParameterizedTest
  @CsvSource({
    "'>=1.19, <1.22', v1.20.2, true",
    "'>= 1.19 < 1.20', v1.20.2, false",
    "'1.20.x', v1.20.2, true",
    "'1.20', v1.20.2, true",
    "'=1.20', 1.20.9, true",
    "'1.20.1', v1.20.2, false",
    "'=v1.20.2', v1.20.2, true",
    "'>1.9', v1.15.0, true",
    "'>1.20', v1.20.2, false",
    "'>1.20', v1.21.0, true",
    "'>1', 1.9.9, false",
    "'>1', 2.0.0, true",
    "'<1.20', 1.20.0, false",
    "'<1.20', 1.19.16, true",
    "'<=1.20', 1.20.15, true",
    "'<=1', 1.30.0, true",
    "'<=1', 2.0.0, false",
    "'=>1.2', 1.2.0, true",
    "'=>1.2', 1.1.9, false",
    "'=<1.2', 1.2.7, true",
    "'!=1.3', 1.3.5, false",
    "'!=1.3', 1.4.0, true",
    "'!=1.3.1', 1.3.2, true",
    "'!=1', 1.4.0, false",
    "'~1.20.2', v1.20.9, true",
    "'~1.20.2', v1.20.1, false",
    "'~1.20.2', v1.21.0, false",
    "'~>1.20', v1.20.7, true",
    "'~1', 1.9.3, true",
    "'~1', 2.0.0, false",
    "'^1.19', v1.30.0, true",
    "'^1.19', v2.0.0, false",
    "'^0.2.3', 0.2.9, true",
    "'^0.2.3', 0.3.0, false",
    "'^0.0.3', 0.0.4, false",
    "'^0.0', 0.0.9, true",
    "'^0', 0.9.0, true",
    "'^0', 1.0.0, false",
    "'<1.18 || >=1.20', v1.20.2, true",
    "'<1.18 || >=1.20', v1.19.2, false",
    "'1.18 - 1.20', v1.19.2, true",
    "'1.18 - 1.20', v1.20.15, true",
    "'1.18 - 1.20', v1.21.0, false",
    "'*', v1.20.2, true",
    "'x', v1.20.2, true",
    "'>=1.20', 1.21.0-rc.1, false",
    "'>=1.20-0', 1.21.0-rc.1, true",
    "'>=1.20.0-beta.2', 1.20.0-beta.10, true",
    "'>=1.20.0-beta.2', 1.20.0-alpha, false",
    "'>=1.20', v1.20.2+k3s1, true"
  })
  void ranges_mean_what_masterminds_says(String range, String version, boolean inside) {
    assertThat(VersionRange.parse(range).contains(Version.parse(version))).isEqualTo(inside);
  }

  @Test
  void what_is_no_range_is_named() {
    assertThatThrownBy(() -> VersionRange.parse(">= stable"))
        .hasMessage("'>=stable' in '>= stable' is not a comparison like >=1.19 or 1.20.x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "||", "1.2 ||", ">", "1.2.3.4", "v", ">=1.x.y", "99999999999"})
  void nonsense_is_refused(String range) {
    assertThatThrownBy(() -> VersionRange.parse(range))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
