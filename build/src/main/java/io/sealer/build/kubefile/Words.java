package io.sealer.build.kubefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits arguments into words at blanks outside of quotes, and reads JSON arrays of strings. */
final class Words {
  private Words() {}

  static List<Word> split(String arguments, char escape) {
    var words = new ArrayList<Word>();
    int at = 0;
    while (at < arguments.length()) {
      if (Character.isWhitespace(arguments.charAt(at))) {
        at++;
        continue;
      }
      int end = endOfWord(arguments, at, escape);
      words.add(new Word(arguments.substring(at, end), at));
      at = end;
    }
    return words;
  }

  private static int endOfWord(String text, int from, char escape) {
    char quote = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == escape && quote != '\'' && at + 1 < text.length()) {
        at++;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        return at;
      }
      at++;
    }
    return at;
  }

  /** The strings of a JSON array, or empty when the text is not one. */
  static Optional<List<String>> jsonArray(String text) {
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    var reader = new JsonStrings(text);
    return reader.read();
  }
}
