package io.sealer.cli.output;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;

/**
 * How fast something comes forward now: over the last ten seconds, so that a transfer that stands
 * still does not look fast for the sake of its good beginning. Not thread-safe.
 */
final class Pace {
  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  private record Sample(long nanos, long bytes) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private long moved;
  private long movedAt;

  /**
   * From now on.
   *
   * @param nanos when, on a clock that only goes forward
   * @param bytes that are there already
   */
  Pace(long nanos, long bytes) {
    samples.add(new Sample(nanos, bytes));
    moved = bytes;
    movedAt = nanos;
  }

  /** Takes note of where it is, and says it: {@code 3.1 MB of 9.0 MB, 1.2 MB/s, 5s left}. */
  String text(long nanos, long bytes, long total) {
    note(nanos, bytes);
    String amount = Human.bytes(bytes) + (total > 0 ? " of " + Human.bytes(total) : "");
    if (nanos - movedAt >= WINDOW && bytes < total) {
      return amount + ", nothing moved for " + Human.duration(Duration.ofNanos(nanos - movedAt));
    }
    double rate = rate(nanos, bytes);
    String left =
        total > 0 && rate > 0
            ? ", "
                + Human.duration(Duration.ofMillis((long) ((total - bytes) / rate * 1000)))
                + " left"
            : "";
    return String.format(Locale.ROOT, "%s, %s/s%s", amount, Human.bytes((long) rate), left);
  }

  private void note(long nanos, long bytes) {
    if (bytes != moved) {
      moved = bytes;
      movedAt = nanos;
    }
    samples.add(new Sample(nanos, bytes));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW) {
      samples.removeFirst();
    }
  }

  private double rate(long nanos, long bytes) {
    Sample first = samples.getFirst();
    double seconds = Math.max((nanos - first.nanos()) / 1e9, 0.001);
    return Math.max(0, (bytes - first.bytes()) / seconds);
  }
}
