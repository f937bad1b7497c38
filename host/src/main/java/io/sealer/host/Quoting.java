package io.sealer.host;

import java.util.regex.Pattern;

/** POSIX shell quoting (Shell Command Language, 2.2.2 Single-Quotes). */
final class Quoting {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Quoting() {}

  /** One word for the shell, whatever it holds. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** One word, quoted only where needed: for people to read and to paste. */
  static String readable(String word) {
    return PLAIN.matcher(word).matches() ? word : quote(word);
  }

  /**
   * One word without a line end in it, for text that must be read as one line: {@code $nl} stands
   * for line ends and must have been set.
   */
  static String quoteOnOneLine(String word) {
    return quote(word).replace("\n", "'\"$nl\"'");
  }
}
