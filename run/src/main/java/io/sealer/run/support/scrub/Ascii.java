package io.sealer.run.support.scrub;

/** Kinds of characters. */
final class Ascii {
  private Ascii() {}

  static boolean isLetterOrDigit(int c) {
    return c < 0x80 && Character.isLetterOrDigit(c);
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
