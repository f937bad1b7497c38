package io.sealer.helm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --set} and {@code --set-string} say: {@code a=1,b.c={x,y}}, with the meaning of
 * Helm's strvals.
 */
final class SetExpression {
  /**
   * One assignment.
   *
   * @param value text, number, truth value, list of them, or null
   */
  record Assignment(KeyPath path, @Nullable Object value) {}

  private SetExpression() {}

  static List<Assignment> parse(String text, boolean typed) throws HelmException {
    var assignments = new ArrayList<Assignment>();
    for (String part : split(text)) {
      int equals = unescaped(part, '=', 0);
      if (equals < 0) {
        throw new HelmException("'%s' in '%s' sets nothing".formatted(part, text), Values.HINT);
      }
      KeyPath path = KeyPath.parse(part.substring(0, equals));
      assignments.add(new Assignment(path, value(part.substring(equals + 1), typed)));
    }
    return assignments;
  }

  private static @Nullable Object value(String raw, boolean typed) throws HelmException {
    if (!raw.startsWith("{")) {
      return scalar(raw, typed);
    }
    if (!raw.endsWith("}")) {
      throw new HelmException("the list '" + raw + "' has no end", "write for example {a,b}");
    }
    var list = new ArrayList<@Nullable Object>();
    for (String element : split(raw.substring(1, raw.length() - 1))) {
      list.add(scalar(element, typed));
    }
    return list;
  }

  private static @Nullable Object scalar(String raw, boolean typed) {
    String text = raw.replaceAll("\\\\(.)", "$1");
    if (!typed || !raw.equals(text)) {
      return text;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> null;
      default -> text.matches("0|-?[1-9]\\d{0,17}") ? (Object) Long.valueOf(text) : text;
    };
  }

  /** Splits at commas that are neither escaped nor inside of a list. */
  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    int begun = 0;
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '{' -> depth += i > 0 && text.charAt(i - 1) == '=' ? 1 : 0;
        case '}' -> depth = Math.max(0, depth - 1);
        case ',' -> {
          if (depth == 0) {
            parts.add(text.substring(begun, i));
            begun = i + 1;
          }
        }
        default -> {}
      }
    }
    if (begun < text.length()) {
      parts.add(text.substring(begun));
    }
    return parts;
  }

  private static int unescaped(String text, char wanted, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }
}
