package io.sealer.oci.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Turns bytes into maps, lists, strings, numbers and booleans. */
final class JsonTree {
  // The same key twice would let two readers see two documents under one digest.
  static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonTree() {}

  static @Nullable Object parse(byte[] content, String what) throws MalformedJsonException {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), content)) {
      in.nextToken();
      Object value = value(in);
      if (in.nextToken() != null) {
        throw new MalformedJsonException(what, "more than one JSON document");
      }
      return value;
    } catch (JacksonException e) {
      throw new MalformedJsonException(what + place(e), "no valid JSON: " + e.getOriginalMessage());
    }
  }

  private static @Nullable Object value(JsonParser in) throws MalformedJsonException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new MalformedJsonException("end of the document", "a value is missing");
    }
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser in) throws MalformedJsonException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      fields.put(name, value(in));
    }
    return fields;
  }

  private static List<@Nullable Object> array(JsonParser in) throws MalformedJsonException {
    List<@Nullable Object> items = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(in));
    }
    return items;
  }

  private static String place(JacksonException e) {
    var at = e.getLocation();
    return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
