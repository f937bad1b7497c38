package io.sealer.helm;

/**
 * Takes {@code lookup} out of templates: the engine would ask a cluster, whichever the user's
 * kubeconfig names. In its place stands what finds nothing, as Helm has it without a cluster.
 */
final class Lookups {
  private static final String WORD = "lookup";

  /** Takes the same arguments, all of them texts, and answers an empty map. */
  private static final String NOTHING = "omit (dict)";

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private Lookups(String text) {
    this.text = text;
  }

  /** The template without them, line for line. */
  static String without(String template) {
    return template.contains(WORD) ? new Lookups(template).read() : template;
  }

  private String read() {
    for (int begin = text.indexOf("{{"); begin >= 0; begin = text.indexOf("{{", at)) {
      copy(begin + 2);
      action();
    }
    copy(text.length());
    return out.toString();
  }

  /** Up to the end of an action; comments and strings stay as they are. */
  private void action() {
    while (at < text.length() && !text.startsWith("}}", at)) {
      char c = text.charAt(at);
      if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        copy(end < 0 ? text.length() : end + 2);
      } else if (c == '"' || c == '\'' || c == '`') {
        string(c);
      } else if (Character.isJavaIdentifierStart(c) || c == '.') {
        word();
      } else {
        copy(at + 1);
      }
    }
  }

  private void string(char quote) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      end += text.charAt(end) == '\\' && quote != '`' ? 2 : 1;
    }
    copy(Math.min(end + 1, text.length()));
  }

  /** A function, or with {@code $} or dots a variable or field, which may have any name. */
  private void word() {
    int end = at + 1;
    while (end < text.length() && isPart(text.charAt(end))) {
      end++;
    }
    if (text.substring(at, end).equals(WORD)) {
      out.append(NOTHING);
      at = end;
    } else {
      copy(end);
    }
  }

  private static boolean isPart(char c) {
    return Character.isJavaIdentifierPart(c) || c == '.';
  }

  private void copy(int end) {
    out.append(text, at, end);
    at = end;
  }
}
