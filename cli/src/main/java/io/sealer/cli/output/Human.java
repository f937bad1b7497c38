package io.sealer.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
public final class Human {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Human() {}

  /** Bytes in decimal units with three digits: {@code 1.23 GB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String digits = unit == 0 || value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, digits, value) + " " + UNITS[unit];
  }

  /** A duration: {@code 340ms}, {@code 12.3s}, {@code 4m05s}, {@code 2h03m}. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }
    if (duration.toMinutes() < 60) {
      return String.format(Locale.ROOT, "%dm%02ds", duration.toMinutes(), duration.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%dh%02dm", duration.toHours(), duration.toMinutesPart());
  }
}
