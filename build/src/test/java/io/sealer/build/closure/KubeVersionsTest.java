package io.sealer.build.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeVersionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        ">=1.20 <1.24; v1.20",
        "<1.24 >= 1.20.2; v1.20.2",
        "~1.26.3; v1.26.3",
        "1.20 - 1.24; v1.20",
        "<=1.24, !=1.22; ",
        "^1.19 || ^1.25; v1.19",
      })
  void the_lowest_version_of_a_range_is_told(String range, String lowest) {
    assertThat(KubeVersions.lowest(range).orElse(null)).isEqualTo(lowest);
  }

  @Test
  void what_the_base_image_brings_counts_more_than_a_range() {
    String label = "cluster.alpha.sealer.io/cluster-runtime-version";
    String range = "app.alpha.sealer.io/supported-kube-version";
    assertThat(KubeVersions.of(Map.of(label, "v1.22.3", range, ">=1.20"))).contains("v1.22.3");
    assertThat(KubeVersions.of(Map.of(label, "1.x", range, ">=1.20"))).contains("v1.20");
    assertThat(KubeVersions.of(Map.of())).isEmpty();
  }
}
