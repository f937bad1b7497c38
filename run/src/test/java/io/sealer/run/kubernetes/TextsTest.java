package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {
  @ParameterizedTest
  @CsvSource({
    "10.96.0.0/22,10.96.0.1",
    "10.96.255.255/12,10.97.0.0",
    "fd00:1::/112,fd00:1:0:0:0:0:0:1",
    "'10.0.0.0/16,fd00::/108',10.0.0.1"
  })
  void the_first_address_of_the_service_network_is_the_api_servers(String network, String first) {
    assertThat(ServiceNetwork.first(network)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.96.0.0", "example/22", ""})
  void a_service_network_that_is_none_is_refused_by_name(String network) {
    assertThatThrownBy(() -> ServiceNetwork.first(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + network + "'");
  }

  @Test
  void durations_are_read_as_kubernetes_writes_them() {
    assertThat(GoDuration.of("8760h")).contains(Duration.ofDays(365));
    assertThat(GoDuration.of("1h30m5s")).contains(Duration.ofSeconds(5405));
    assertThat(GoDuration.of(null)).isEmpty();
    assertThatThrownBy(() -> GoDuration.of("ten years"))
        .hasMessageContaining("'ten years' is not a duration like 8760h");
    assertThatThrownBy(() -> GoDuration.of("")).isInstanceOf(IllegalArgumentException.class);
  }
}
