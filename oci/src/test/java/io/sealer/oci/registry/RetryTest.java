package io.sealer.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @RepeatedTest(20)
  void pauses_double_with_jitter_up_to_the_longest() {
    var policy = new RetryPolicy(10, Duration.ofMillis(100), Duration.ofSeconds(1));
    assertThat(policy.pause(1)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(policy.pause(3)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(policy.pause(60)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void retry_after_is_seconds_or_a_date() {
    assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofMinutes(2));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:00:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Wed, 31 Dec 2025 00:00:00 GMT", NOW)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
  }
}
