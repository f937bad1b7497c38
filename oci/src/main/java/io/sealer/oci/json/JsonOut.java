package io.sealer.oci.json;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes compact JSON: the same calls give the same bytes. What is empty is left out. */
public final class JsonOut {
  private final JsonGenerator out;

  private JsonOut(JsonGenerator out) {
    this.out = out;
  }

  /** The bytes of an object with these fields. */
  public static byte[] object(Consumer<JsonOut> fields) {
    return document(out -> out.braced(fields));
  }

  /** The bytes of a list with an object for each item. */
  public static <T> byte[] list(Collection<T> items, ItemWriter<T> writer) {
    return document(out -> out.bracketed(items, writer));
  }

  /** Writes the fields of one item. */
  @FunctionalInterface
  public interface ItemWriter<T> {
    void write(JsonOut out, T item);
  }

  private static byte[] document(Consumer<JsonOut> content) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JsonTree.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      content.accept(new JsonOut(out));
    }
    return bytes.toByteArray();
  }

  public JsonOut text(String name, String value) {
    out.writeStringProperty(name, value);
    return this;
  }

  public JsonOut text(String name, Optional<String> value) {
    value.ifPresent(v -> text(name, v));
    return this;
  }

  public JsonOut number(String name, long value) {
    out.writeNumberProperty(name, value);
    return this;
  }

  /** Writes true; false is left out. */
  public JsonOut flag(String name, boolean value) {
    if (value) {
      out.writeBooleanProperty(name, true);
    }
    return this;
  }

  /** A nested object, also when it has no fields. */
  public JsonOut object(String name, Consumer<JsonOut> fields) {
    out.writeName(name);
    return braced(fields);
  }

  /** A nested object; left out when there is none. */
  public <T> JsonOut object(String name, Optional<T> value, ItemWriter<T> writer) {
    value.ifPresent(v -> object(name, o -> writer.write(o, v)));
    return this;
  }

  /** A list of objects, also when it is empty. */
  public <T> JsonOut objects(String name, Collection<T> items, ItemWriter<T> writer) {
    out.writeName(name);
    return bracketed(items, writer);
  }

  /** A list of texts, also when it is empty. */
  public JsonOut allTexts(String name, Collection<String> texts) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
    return this;
  }

  /** A list of texts; left out when it is empty. */
  public JsonOut texts(String name, Collection<String> texts) {
    return texts.isEmpty() ? this : allTexts(name, texts);
  }

  /** An object of texts; left out when it is empty. */
  public JsonOut textMap(String name, Map<String, String> texts) {
    return texts.isEmpty() ? this : object(name, o -> texts.forEach(o::text));
  }

  private JsonOut braced(Consumer<JsonOut> fields) {
    out.writeStartObject();
    fields.accept(this);
    out.writeEndObject();
    return this;
  }

  private <T> JsonOut bracketed(Collection<T> items, ItemWriter<T> writer) {
    out.writeStartArray();
    items.forEach(item -> braced(o -> writer.write(o, item)));
    out.writeEndArray();
    return this;
  }
}
