package io.sealer.share.archive;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of a volume as people write it: {@code 4GiB}, {@code 700MB}, {@code 4G} (which is 4 GiB).
 *
 * @param bytes at least 4 KiB
 */
public record VolumeSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("kb", 1000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L),
          Map.entry("k", 1L << 10),
          Map.entry("kib", 1L << 10),
          Map.entry("m", 1L << 20),
          Map.entry("mib", 1L << 20),
          Map.entry("g", 1L << 30),
          Map.entry("gib", 1L << 30),
          Map.entry("t", 1L << 40),
          Map.entry("tib", 1L << 40));
  private static final long SMALLEST = 4096;

  public VolumeSize {
    if (bytes < SMALLEST) {
      throw new IllegalArgumentException("a volume must have at least 4 KiB, not " + bytes + " B");
    }
  }

  /** Parses a number with a unit. */
  public static VolumeSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches()) {
      Long unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
      if (unit != null) {
        try {
          return new VolumeSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
          throw new IllegalArgumentException("'" + text + "' is more than any disk has", e);
        }
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no size; write it like 4GiB or 700MB");
  }
}
