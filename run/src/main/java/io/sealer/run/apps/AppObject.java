package io.sealer.run.apps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An object of an application.
 *
 * @param apiVersion group and version
 * @param kind its kind
 * @param namespace empty for objects of the whole cluster
 * @param name its name
 * @param foreign whether it was there before the application, and stays when that goes
 */
public record AppObject(
    String apiVersion, String kind, String namespace, String name, boolean foreign) {

  /** From a line {@code apiVersion|kind|namespace|name}. */
  static Optional<AppObject> parse(String line) {
    String[] parts = line.split("\\|", -1);
    return parts.length == 4 && !parts[1].isEmpty()
        ? Optional.of(new AppObject(parts[0], parts[1], parts[2], parts[3], false))
        : Optional.empty();
  }

  static AppObject of(JsonNode json) {
    return new AppObject(
        json.path("apiVersion").asString(""),
        json.path("kind").asString(""),
        json.path("namespace").asString(""),
        json.path("name").asString(""),
        json.path("foreign").asBoolean(false));
  }

  /** The same object, marked as somebody else's. */
  AppObject asForeign() {
    return new AppObject(apiVersion, kind, namespace, name, true);
  }

  /** Whether both are the same object; its version may differ. */
  boolean same(AppObject other) {
    return kind.equals(other.kind)
        && group().equals(other.group())
        && namespace.equals(other.namespace)
        && name.equals(other.name);
  }

  private String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /** As people call it: {@code deployment default/hello}. */
  public String called() {
    String where = namespace.isEmpty() ? "" : namespace + "/";
    return kind.toLowerCase(java.util.Locale.ROOT) + " " + where + name;
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("apiVersion", apiVersion);
    json.put("kind", kind);
    json.put("namespace", namespace);
    json.put("name", name);
    json.put("foreign", foreign);
    return json;
  }

  /** A manifest that names it and says nothing else. */
  Map<String, Object> manifest() {
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return Map.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata);
  }
}
