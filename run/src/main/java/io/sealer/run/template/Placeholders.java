package io.sealer.run.template;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code {{ K }}} and {@code {{ .K }}} in ordinary YAML: replaced where {@code K} is a variable
 * that is set. Everything else in braces belongs to somebody else (alert texts, dashboards, charts)
 * and stays.
 */
public final class Placeholders {
  private static final Pattern PLACE =
      Pattern.compile("\\{\\{\\s*\\.?([A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*)\\s*}}");

  private Placeholders() {}

  /** The text with these variables. */
  public static String replace(String text, Map<String, String> variables) {
    Matcher matcher = PLACE.matcher(text);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(
                variables.getOrDefault(found.group(1), String.valueOf(found.group()))));
  }
}
