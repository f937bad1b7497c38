package io.sealer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HumanTest {
  @Test
  void bytes_have_three_digits_and_a_decimal_unit() {
    assertThat(Human.bytes(0)).isEqualTo("0 B");
    assertThat(Human.bytes(999)).isEqualTo("999 B");
    assertThat(Human.bytes(1234)).isEqualTo("1.23 kB");
    assertThat(Human.bytes(12_345_678)).isEqualTo("12.3 MB");
    assertThat(Human.bytes(999_600)).isEqualTo("1.00 MB");
    assertThat(Human.bytes(7_000_000_000_000_000L)).isEqualTo("7000 TB");
  }

  @Test
  void durations_are_as_exact_as_they_are_interesting() {
    assertThat(Human.duration(Duration.ofMillis(340))).isEqualTo("340ms");
    assertThat(Human.duration(Duration.ofMillis(12_340))).isEqualTo("12.3s");
    assertThat(Human.duration(Duration.ofSeconds(245))).isEqualTo("4m05s");
    assertThat(Human.duration(Duration.ofMinutes(123))).isEqualTo("2h03m");
  }
}
