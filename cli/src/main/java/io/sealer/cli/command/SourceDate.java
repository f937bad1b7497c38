package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import java.time.Instant;
import java.util.Map;

/** The time that is written into images. */
final class SourceDate {
  private SourceDate() {}

  /**
   * SOURCE_DATE_EPOCH as reproducible-builds.org defines it; without it 1970, so that the same
   * input gives the same digest.
   */
  static Instant of(Map<String, String> environment) {
    String seconds = environment.getOrDefault("SOURCE_DATE_EPOCH", "0");
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "SOURCE_DATE_EPOCH must be seconds since 1970, got '" + seconds + "'");
    }
  }
}
