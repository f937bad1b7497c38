package io.sealer.build.context;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Shell patterns as Go's filepath.Match reads them: {@code *} and {@code ?} inside a path's part,
 * {@code [a-z]}, {@code \} before a character that means itself; and {@code **} across parts.
 */
public final class Globs {
  private final String text;
  private final StringBuilder regex = new StringBuilder();
  private int at;

  private Globs(String text) {
    this.text = text;
  }

  /** Whether the text has characters that make it a pattern. */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  /**
   * The pattern as a regular expression.
   *
   * @throws IllegalArgumentException when it is malformed; the message shows it
   */
  public static String regex(String glob) {
    String regex = new Globs(glob).translate();
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("pattern '" + glob + "' is malformed", e);
    }
    return regex;
  }

  private String translate() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> characterClass();
        case '\\' -> literal(escaped());
        default -> literal(c);
      }
    }
    return regex.toString();
  }

  private void star() {
    if (!text.startsWith("*", at)) {
      regex.append("[^/]*");
    } else if (text.startsWith("*/", at)) {
      at += 2;
      regex.append("(?:.*/)?");
    } else {
      at++;
      regex.append(".*");
    }
  }

  private void characterClass() {
    regex.append('[');
    if (text.startsWith("^", at) || text.startsWith("!", at)) {
      at++;
      regex.append("^/");
    }
    int first = at;
    while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
      char c = text.charAt(at++);
      boolean range = c == '-' && at - 1 > first && !text.startsWith("]", at);
      if (range) {
        regex.append('-');
      } else {
        literal(c == '\\' ? escaped() : c);
      }
    }
    if (at >= text.length()) {
      throw new IllegalArgumentException("pattern '" + text + "' has a '[' without ']'");
    }
    at++;
    regex.append(']');
  }

  private char escaped() {
    if (at >= text.length()) {
      throw new IllegalArgumentException("pattern '" + text + "' ends with a backslash");
    }
    return text.charAt(at++);
  }

  private void literal(char c) {
    boolean plain = Character.isLetterOrDigit(c) || c > 127;
    regex.append(plain ? "" : "\\").append(c);
  }
}
