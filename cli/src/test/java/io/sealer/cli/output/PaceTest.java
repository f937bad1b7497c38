package io.sealer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MB = 1_000_000;
  private static final long TOTAL = 100 * MB;
  private final Pace pace = new Pace(at(0), 0);

  private static long at(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void amount_rate_and_time_left_are_told() {
    assertThat(pace.text(at(5), 20 * MB, TOTAL))
        .isEqualTo("20.0 MB of 100 MB, 4.00 MB/s, 20.0s left");
  }

  @Test
  void only_the_last_seconds_count() {
    pace.text(at(1), 50 * MB, TOTAL);
    for (int second = 2; second <= 40; second++) {
      pace.text(at(second), 50 * MB + second * MB / 10, TOTAL);
    }
    assertThat(pace.text(at(41), 54_100_000, TOTAL)).contains(", 100 kB/s, ");
  }

  @Test
  void a_transfer_that_stands_still_is_said_to() {
    pace.text(at(1), 50 * MB, TOTAL);
    assertThat(pace.text(at(24), 50 * MB, TOTAL))
        .isEqualTo("50.0 MB of 100 MB, nothing moved for 23.0s");
  }

  @Test
  void what_has_no_end_has_no_time_left() {
    assertThat(pace.text(at(2), 4 * MB, 0)).isEqualTo("4.00 MB, 2.00 MB/s");
  }
}
