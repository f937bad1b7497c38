package io.sealer.oci.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON document that knows where it stands, so that a wrong field is reported with
 * its path. Fields that nobody asks for are ignored; {@code null} is the same as absent, as Go
 * writes it. Immutable.
 */
public final class JsonObject {
  /** An object without fields. */
  public static final JsonObject EMPTY = new JsonObject("nothing", Map.of());

  private final String where;
  private final Map<?, ?> fields;

  private JsonObject(String where, Map<?, ?> fields) {
    this.where = where;
    this.fields = fields;
  }

  /** Parses a document whose top is an object; {@code what} names it in messages. */
  public static JsonObject parse(byte[] content, String what) throws MalformedJsonException {
    return of(what, JsonTree.parse(content, what));
  }

  /** Parses a document whose top is a list of objects. */
  public static List<JsonObject> parseList(byte[] content, String what)
      throws MalformedJsonException {
    return objectsOf(what, JsonTree.parse(content, what));
  }

  private static JsonObject of(String where, @Nullable Object value) throws MalformedJsonException {
    if (value instanceof Map<?, ?> map) {
      return new JsonObject(where, map);
    }
    throw wrong(where, "an object", value);
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    return fields.get(name) != null;
  }

  /** Text that must be there and not be empty. */
  public String text(String name) throws MalformedJsonException {
    Optional<String> text = optionalText(name);
    return text.orElseThrow(() -> new MalformedJsonException(at(name), "is missing"));
  }

  /** Text; empty when absent or of no length. */
  public Optional<String> optionalText(String name) throws MalformedJsonException {
    Object value = fields.get(name);
    return value == null
        ? Optional.empty()
        : Optional.of(string(at(name), value)).filter(s -> !s.isEmpty());
  }

  /** A whole number that must be there. */
  public long number(String name) throws MalformedJsonException {
    Object value = fields.get(name);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(at(name), "a whole number", value);
  }

  /** A boolean; false when absent. */
  public boolean flag(String name) throws MalformedJsonException {
    Object value = fields.get(name);
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(at(name), "true or false", value);
  }

  /** An object that must be there. */
  public JsonObject object(String name) throws MalformedJsonException {
    return of(at(name), fields.get(name));
  }

  /** An object, or empty. */
  public Optional<JsonObject> optionalObject(String name) throws MalformedJsonException {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** A list of objects; empty when absent. */
  public List<JsonObject> objects(String name) throws MalformedJsonException {
    return objectsOf(at(name), fields.get(name));
  }

  private static List<JsonObject> objectsOf(String where, @Nullable Object value)
      throws MalformedJsonException {
    var objects = new ArrayList<JsonObject>();
    int i = 0;
    for (Object item : list(where, value)) {
      objects.add(of(where + "[" + i++ + "]", item));
    }
    return objects;
  }

  /** A list of texts; empty when absent. */
  public List<String> texts(String name) throws MalformedJsonException {
    var texts = new ArrayList<String>();
    for (Object item : list(at(name), fields.get(name))) {
      texts.add(string(at(name) + "[" + texts.size() + "]", item));
    }
    return texts;
  }

  /** An object of texts in the order written; empty when absent. */
  public Map<String, String> textMap(String name) throws MalformedJsonException {
    var texts = new LinkedHashMap<String, String>();
    if (has(name)) {
      for (Map.Entry<?, ?> entry : object(name).fields.entrySet()) {
        String key = String.valueOf(entry.getKey());
        texts.put(key, string(at(name) + "." + key, entry.getValue()));
      }
    }
    return texts;
  }

  /** The error that this field has this problem. */
  public MalformedJsonException problem(String name, String problem) {
    return new MalformedJsonException(at(name), problem);
  }

  private String at(String name) {
    return where + "." + name;
  }

  private static List<?> list(String where, @Nullable Object value) throws MalformedJsonException {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(where, "a list", value);
  }

  private static String string(String where, @Nullable Object value) throws MalformedJsonException {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(where, "text", value);
  }

  private static MalformedJsonException wrong(
      String where, String expected, @Nullable Object value) {
    String found =
        switch (value) {
          case null -> "is missing";
          case Map<?, ?> _ -> "is an object";
          case List<?> _ -> "is a list";
          case String _ -> "is text";
          default -> "is " + value;
        };
    return new MalformedJsonException(where, "must be " + expected + ", but " + found);
  }
}
