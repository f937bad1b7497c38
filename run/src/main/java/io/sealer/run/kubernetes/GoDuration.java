package io.sealer.run.kubernetes;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Kubernetes writes them: {@code 8760h}, {@code 1h30m}, {@code 45s}. */
final class GoDuration {
  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,7})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

  private GoDuration() {}

  /**
   * Reads one; empty for nothing.
   *
   * @throws IllegalArgumentException when it is no duration
   */
  static Optional<Duration> of(@Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(String.valueOf(value));
    if (!matcher.matches() || matcher.end() == 0) {
      throw new IllegalArgumentException("'" + value + "' is not a duration like 8760h");
    }
    return Optional.of(
        Duration.ofHours(number(matcher, 1))
            .plusMinutes(number(matcher, 2))
            .plusSeconds(number(matcher, 3)));
  }

  private static long number(Matcher matcher, int group) {
    String text = matcher.group(group);
    return text == null ? 0 : Long.parseLong(text);
  }
}
