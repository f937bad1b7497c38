package io.sealer.run.config;

import io.sealer.run.engine.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processors of a Config over its data: {@code value} lets those after it work on each
 * top-level value instead of the whole, {@code toJson}, {@code toBase64}; {@code toSecret} puts the
 * result into the {@code data} of a Secret.
 *
 * @param steps their names, in order
 */
record Pipeline(List<String> steps) {

  /** Whether the result goes into a Secret. */
  boolean toSecret() {
    return steps.contains("toSecret");
  }

  /**
   * The data after all processors.
   *
   * @throws IllegalArgumentException when the data is not what a processor needs
   */
  String apply(String data) {
    boolean each = false;
    Object current = data;
    for (String step : steps) {
      switch (step) {
        case "value" -> {
          each = true;
          current = single(text(current));
        }
        case "toJson" ->
            current = each ? values(current, Json::line) : Json.line(single(text(current)));
        case "toBase64" ->
            current = each ? values(current, v -> base64(scalar(v))) : base64(text(current));
        case "toSecret" -> {
          // Where the result goes, not what it is.
        }
        default -> throw new IllegalArgumentException("unknown processor '" + step + "'");
      }
    }
    return text(current);
  }

  static Map<String, Object> single(String text) {
    List<Map<String, Object>> documents = YamlText.documents("data", text);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("data must be one YAML mapping");
    }
    return documents.getFirst();
  }

  private static Map<String, Object> values(
      Object map, java.util.function.Function<Object, String> change) {
    var changed = new LinkedHashMap<String, Object>();
    YamlText.mapping("data", map).forEach((key, value) -> changed.put(key, change.apply(value)));
    return changed;
  }

  private static String text(Object current) {
    return current instanceof Map<?, ?> map
        ? YamlText.text(List.of(YamlText.mapping("data", map)))
        : String.valueOf(current);
  }

  static String scalar(Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? Json.line(value)
        : String.valueOf(value);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
