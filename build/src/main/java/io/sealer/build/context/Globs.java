package io.sealer.build.context;

import java.util.regex.Pattern;

/**
 * Shell patterns: {@code *} and {@code ?} inside a path's part, {@code **} across parts, {@code
 * [a-z]}.
 */
public final class Globs {
  private Globs() {}

  /** Whether the text has characters that make it a pattern. */
  public static boolean isPattern(String text) {
    return text.contains("*") || text.contains("?") || text.contains("[");
  }

  /** The pattern as a regular expression. */
  public static String regex(String glob) {
    var regex = new StringBuilder();
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 3;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i += 2;
      } else if (c == '[' && glob.indexOf(']', i) > i + 1) {
        int end = glob.indexOf(']', i);
        String set =
            glob.substring(i + 1, end)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replaceFirst("^!", "^");
        regex.append('[').append(set).append(']');
        i = end + 1;
      } else {
        regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
        i++;
      }
    }
    return regex.toString();
  }
}
