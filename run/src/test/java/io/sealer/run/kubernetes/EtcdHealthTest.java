package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EtcdHealthTest {
  @Test
  void durations_are_read_as_go_writes_them() {
    assertThat(EtcdHealth.took("812.3µs")).isEqualTo(Duration.ofNanos(812_300));
    assertThat(EtcdHealth.took("12.5ms")).isEqualTo(Duration.ofNanos(12_500_000));
    assertThat(EtcdHealth.took("1.2s")).isEqualTo(Duration.ofMillis(1200));
    assertThat(EtcdHealth.took("")).isZero();
  }
}
