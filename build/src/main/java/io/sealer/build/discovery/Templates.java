package io.sealer.build.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes YAML with <code>{{ … }}</code> readable: control lines go, expressions become words that
 * YAML takes as text. Lines stay where they are.
 */
final class Templates {
  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);
  private static final Pattern CONTROL_LINE =
      Pattern.compile("(?m)^[ \\t]*(?:\\{\\{(?:(?!}}).)*}}[ \\t]*)+$", Pattern.DOTALL);

  // Characters of the private use area: YAML takes them as text, and nobody writes them.
  private static final char OPEN = '\uE000';
  private static final char CLOSE = '\uE001';
  private static final Pattern MASK = Pattern.compile(OPEN + "(\\d+)" + CLOSE);

  private final List<String> expressions = new ArrayList<>();

  /** Whether the text has any expression. */
  static boolean isTemplate(String text) {
    return text.contains("{{");
  }

  /** The text without control lines, expressions masked. */
  String mask(String text) {
    String lines = CONTROL_LINE.matcher(text).replaceAll(m -> newlines(m.group()));
    return EXPRESSION
        .matcher(lines)
        .replaceAll(
            match -> {
              expressions.add(match.group());
              return newlines(match.group()) + OPEN + (expressions.size() - 1) + CLOSE;
            });
  }

  private static String newlines(String text) {
    return "\n".repeat((int) text.chars().filter(c -> c == '\n').count());
  }

  /** Whether a value is known only when the template is filled in. */
  static boolean isMasked(String value) {
    return value.indexOf(OPEN) >= 0;
  }

  /** A value as it was written. */
  String unmask(String value) {
    return MASK.matcher(value)
        .replaceAll(
            match -> Matcher.quoteReplacement(expressions.get(Integer.parseInt(match.group(1)))));
  }
}
