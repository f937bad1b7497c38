package io.sealer.run.support.scrub;

import java.util.Optional;

/**
 * Goes over a line once and stops where a name ends and its value begins, as in {@code name:
 * value}, {@code "name":"value"}, {@code name=value}, {@code --name value} and {@code
 * "--name","value"}.
 */
final class LineScanner {
  private static final int MOST_BLANKS = 64;
  private static final int MOST_BACKSLASHES = 8;

  /**
   * A name.
   *
   * @param name without quotes, at most its last characters
   * @param from where it begins
   * @param separator {@code :}, {@code =} or, after a flag, blank or comma
   * @param value where the value begins; the end of the line when there is none
   * @param leads whether nothing but indentation, a dash or a quote is before it
   * @param quote the quote directly before it that is not closed after it; empty without
   * @param inText whether a double quote is open
   * @param inFlow whether a brace or bracket is open
   */
  record Named(
      String name,
      int from,
      char separator,
      int value,
      boolean leads,
      Optional<Quote> quote,
      boolean inText,
      boolean inFlow) {}

  private final CharSequence line;
  private final int begin;
  private int at;
  private int depth;
  private boolean inText;
  private int lead; // where the first character is that is neither blank, dash nor quote

  LineScanner(CharSequence line, int begin) {
    this.line = line;
    this.begin = begin;
    this.at = begin;
    this.lead = begin;
    while (lead < line.length() && " \t-\"'\\{[".indexOf(line.charAt(lead)) >= 0) {
      lead++;
    }
  }

  /** Goes on after what was recognized. */
  void skipTo(int position) {
    at = Math.max(at, position);
  }

  /** The next name; empty at the end of the line. */
  Optional<Named> next() {
    for (; at < line.length(); at++) {
      char c = line.charAt(at);
      switch (c) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth = Math.max(0, depth - 1);
        case '"' -> inText ^= backslashes(at) % 2 == 0;
        case ':', '=', ' ', ',' -> {
          Optional<Named> found = named(c);
          if (found.isPresent()) {
            at++;
            return found;
          }
        }
        default -> {
          // Part of a name or a value.
        }
      }
    }
    return Optional.empty();
  }

  private int backslashes(int before) {
    int count = 0;
    while (count < MOST_BACKSLASHES
        && before - count > begin
        && line.charAt(before - count - 1) == '\\') {
      count++;
    }
    return count;
  }

  private Optional<Named> named(char separator) {
    int end = at;
    boolean closed = false;
    if (separator != ' ') {
      end = beforeBlanks(end);
      if (end > begin && line.charAt(end - 1) == ']') {
        end--;
      }
      if (end > begin && Ascii.isQuote(line.charAt(end - 1))) {
        closed = true;
        end--;
        end -= backslashes(end);
      }
    }
    int from = end;
    while (from > begin && end - from < SecretName.LONGEST && isName(line.charAt(from - 1))) {
      from--;
    }
    if (from == end || !separates(separator, from, closed)) {
      return Optional.empty();
    }
    Optional<Quote> quote =
        !closed && from > begin && Ascii.isQuote(line.charAt(from - 1))
            ? Optional.of(new Quote(line.charAt(from - 1), backslashes(from - 1)))
            : Optional.empty();
    String name = line.subSequence(from, end).toString();
    return Optional.of(
        new Named(name, from, separator, value(), from <= lead, quote, inText, depth > 0));
  }

  /** Not in C++'s and Ruby's {@code ::}, nor after a Go type or in an image's name. */
  private boolean separates(char separator, int from, boolean closed) {
    char before = from > begin ? line.charAt(from - 1) : ' ';
    return switch (separator) {
      case ' ' -> isFlag(from);
      case ',' -> closed && isFlag(from);
      case ':' -> charAt(at + 1) != ':' && (closed || "/*".indexOf(before) < 0);
      default -> true;
    };
  }

  private boolean isFlag(int from) {
    return line.charAt(from) == '-' && charAt(from + 1) == '-';
  }

  private char charAt(int index) {
    return index < line.length() ? line.charAt(index) : ' ';
  }

  private int beforeBlanks(int end) {
    int rest = end;
    while (rest > begin && end - rest < MOST_BLANKS && line.charAt(rest - 1) == ' ') {
      rest--;
    }
    return rest;
  }

  /** Behind separators such as {@code :=} and {@code =>}, and blanks. */
  private int value() {
    int value = at + 1;
    while (value < at + 3 && "=>".indexOf(charAt(value)) >= 0 && value < line.length()) {
      value++;
    }
    while (value < line.length() && Ascii.isBlank(line.charAt(value))) {
      value++;
    }
    return value;
  }

  private static boolean isName(char c) {
    return Ascii.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }
}
