package io.sealer.helm;

import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Answers in templates what only a cluster could. {@code lookup} would ask one, whichever the
 * user's kubeconfig names: in its place stands what finds nothing, as Helm has it without a
 * cluster. {@code .Capabilities.APIVersions} becomes what a cluster of the wanted version has.
 */
final class ClusterQuestions {
  private static final String LOOKUP = "lookup";
  private static final String HAS = ".Has";
  private static final String APIS = ".Capabilities.APIVersions";

  /** Takes the same arguments, all of them texts, and answers an empty map. */
  private static final String NOTHING = "omit (dict)";

  private static final String SET = "(include \"sealer.apis\" \"\" | fromJson)";

  private final Optional<SortedSet<String>> apis;

  /** Answers with these APIs; without any, that question stays the engine's. */
  ClusterQuestions(Optional<SortedSet<String>> apis) {
    this.apis = apis;
  }

  /** A template that the answers need somewhere in the chart; may be empty. */
  String helper() {
    return apis.map(
            all ->
                all.stream()
                    .map(api -> "\"" + api + "\":1")
                    .collect(
                        Collectors.joining(",", "{{ define \"sealer.apis\" }}{", "}{{ end }}\n")))
        .orElse("");
  }

  /** The template with answers in place of questions, line for line. */
  String answered(String template) {
    return template.contains(LOOKUP) || template.contains(HAS) || template.contains(APIS)
        ? new Reading(template).all()
        : template;
  }

  /** One template. */
  private final class Reading {
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;

    Reading(String text) {
      this.text = text;
    }

    String all() {
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
      Optional<String> answer = answer(text.substring(at, end), end);
      if (answer.isPresent()) {
        out.append(answer.get());
        at = end;
      } else {
        copy(end);
      }
    }

    private Optional<String> answer(String word, int end) {
      if (word.equals(LOOKUP)) {
        return Optional.of(NOTHING);
      }
      // What a bracket gives is no word, and its fields are left to the engine.
      boolean isField = (at > 0 && text.charAt(at - 1) == ')') || text.startsWith(")" + HAS, end);
      if (apis.isEmpty() || isField) {
        return Optional.empty();
      }
      // The same set behind a variable; nothing else in Helm has this method.
      if (word.endsWith(HAS) && word.length() > HAS.length()) {
        return Optional.of("hasKey " + SET);
      }
      return word.endsWith(APIS) ? Optional.of("(keys " + SET + " | sortAlpha)") : Optional.empty();
    }

    private static boolean isPart(char c) {
      return Character.isJavaIdentifierPart(c) || c == '.';
    }

    private void copy(int end) {
      out.append(text, at, end);
      at = end;
    }
  }
}
