package io.sealer.build.kubefile;

import java.util.Map;

/**
 * Replaces {@code $X}, {@code ${X}}, {@code ${X:-default}} and {@code ${X:+other}} and removes
 * quotes, as the Dockerfile reference says under "Environment replacement": nothing inside single
 * quotes; an escaped dollar stays one.
 */
public final class Variables {
  private final Map<String, String> values;
  private final char escape;
  private final boolean quotes;

  /** Replaces by these values; unknown variables are empty. */
  public Variables(Map<String, String> values, char escape) {
    this(values, escape, true);
  }

  private Variables(Map<String, String> values, char escape, boolean quotes) {
    this.values = Map.copyOf(values);
    this.escape = escape;
    this.quotes = quotes;
  }

  /** The same for text in which quotes are characters as any other, such as here-documents. */
  public Variables keepingQuotes() {
    return new Variables(values, escape, false);
  }

  /**
   * The word with variables replaced and quotes removed.
   *
   * @throws IllegalArgumentException when a reference with a brace has no end or an unknown
   *     modifier
   */
  public String expand(String word) {
    var result = new StringBuilder();
    char quote = 0;
    int at = 0;
    while (at < word.length()) {
      char c = word.charAt(at);
      if (quote != '\'' && c == escape && at + 1 < word.length()) {
        at = escaped(word, at, quote, result);
      } else if (quotes && (c == '\'' || c == '"')) {
        boolean toggles = quote == 0 || quote == c;
        if (toggles) {
          quote = quote == 0 ? c : 0;
        } else {
          result.append(c);
        }
        at++;
      } else if (c == '$' && quote != '\'') {
        at = variable(word, at, result);
      } else {
        result.append(c);
        at++;
      }
    }
    return result.toString();
  }

  private int escaped(String word, int at, char quote, StringBuilder result) {
    char following = word.charAt(at + 1);
    boolean special = following == '$' || following == escape || (quotes && following == '"');
    if ((quote == '"' || !quotes) && !special) {
      result.append(escape);
    }
    result.append(following);
    return at + 2;
  }

  private int variable(String word, int dollar, StringBuilder result) {
    int at = dollar + 1;
    if (at < word.length() && word.charAt(at) == '{') {
      int end = closingBrace(word, at);
      result.append(braced(word.substring(at + 1, end)));
      return end + 1;
    }
    int end = endOfName(word, at);
    if (end == at) {
      result.append('$');
      return at;
    }
    result.append(values.getOrDefault(word.substring(at, end), ""));
    return end;
  }

  private String braced(String inside) {
    int end = endOfName(inside, 0);
    String name = inside.substring(0, end);
    String value = values.getOrDefault(name, "");
    String modifier = inside.substring(end);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("'${" + inside + "}' does not name a variable");
    }
    if (modifier.isEmpty()) {
      return value;
    }
    if (modifier.startsWith(":-")) {
      return value.isEmpty() ? expand(modifier.substring(2)) : value;
    }
    if (modifier.startsWith(":+")) {
      return value.isEmpty() ? "" : expand(modifier.substring(2));
    }
    throw new IllegalArgumentException(
        "'${" + inside + "}' has a modifier that is neither :- nor :+");
  }

  private static int closingBrace(String word, int open) {
    int depth = 0;
    for (int i = open; i < word.length(); i++) {
      char c = word.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("'" + word.substring(open - 1) + "' has no closing brace");
  }

  private static int endOfName(String text, int from) {
    int at = from;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return at;
  }
}
