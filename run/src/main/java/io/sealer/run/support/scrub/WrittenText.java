package io.sealer.run.support.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/** A text in all the ways in which it may be written: quoted, escaped, percent-encoded. */
final class WrittenText {
  private WrittenText() {}

  /** Matches it; a run of the same character is written in one way. */
  static Pattern pattern(String text) {
    var regex = new StringBuilder();
    int[] all = text.codePoints().toArray();
    for (int i = 0; i < all.length; ) {
      int run = 1;
      while (i + run < all.length && all[i + run] == all[i]) {
        run++;
      }
      regex.append(written(all[i], run));
      i += run;
    }
    return Pattern.compile(regex.toString());
  }

  private static String written(int c, int run) {
    String plain = Character.toString(c);
    if (Ascii.isLetterOrDigit(c)) {
      return plain.repeat(run);
    }
    var ways = new StringBuilder("(?:").append(plain(c, run));
    String times = "){" + run + "}";
    ways.append("|(?i:").append(percent(plain)).append(times);
    ways.append("|(?i:").append(unicode(plain)).append(times);
    ways.append("|(?i:").append(bytes(plain)).append(times);
    switch (c) {
      case ' ' -> ways.append("|\\+{").append(run).append('}');
      case '&' -> ways.append("|(?:&amp;").append(times);
      case '<' -> ways.append("|(?:&lt;").append(times);
      case '>' -> ways.append("|(?:&gt;").append(times);
      case '"' -> ways.append("|(?:&quot;").append(times);
      case '\'' -> ways.append("|(?:'\\\\''").append(times);
      default -> {
        // Has no more ways.
      }
    }
    return ways.append(')').toString();
  }

  /** Itself, with backslashes before it; in YAML ' is doubled, and \ is wherever it escapes. */
  private static String plain(int c, int run) {
    return switch (c) {
      case '\\' -> "\\\\{%d,%d}+".formatted(run, 4 * run + 3);
      case '\'' -> "\\\\{0,4}+'{%d,%d}+".formatted(run, 2 * run);
      default -> "(?:\\\\{0,4}+" + Pattern.quote(Character.toString(c)) + "){" + run + "}";
    };
  }

  /** As in URLs, also twice: %40, %2540. */
  private static String percent(String c) {
    var regex = new StringBuilder();
    for (byte b : c.getBytes(UTF_8)) {
      regex.append("%%(?:25)?%02x".formatted(b & 0xff));
    }
    return regex.toString();
  }

  /** As in JSON: backslash, u, four digits. */
  private static String unicode(String c) {
    var regex = new StringBuilder();
    c.chars().forEach(unit -> regex.append("\\\\{1,4}+u%04x".formatted(unit)));
    return regex.toString();
  }

  /** As in C and Go: backslash, x, two digits. */
  private static String bytes(String c) {
    var regex = new StringBuilder();
    for (byte b : c.getBytes(UTF_8)) {
      regex.append("\\\\{1,4}+x%02x".formatted(b & 0xff));
    }
    return regex.toString();
  }
}
