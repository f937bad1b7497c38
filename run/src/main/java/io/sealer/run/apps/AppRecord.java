package io.sealer.run.apps;

import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the cluster itself remembers of an application that was launched in it: a ConfigMap in
 * kube-system, so that any machine can tell its status and remove it. Holds no secrets.
 *
 * @param name the application
 * @param kind kube, helm, shell, kustomize or commands
 * @param image the image it came from
 * @param inputs digest of what it was launched with; empty while it is being launched
 * @param launched when, RFC 3339
 * @param rootfs directory of its files on the first master
 * @param objects what it consists of, as far as known
 * @param removal commands that take it away
 */
public record AppRecord(
    String name,
    String kind,
    String image,
    String inputs,
    String launched,
    String rootfs,
    List<AppObject> objects,
    List<String> removal) {
  public AppRecord {
    objects = List.copyOf(objects);
    removal = List.copyOf(removal);
  }

  /** Finds all ConfigMaps that hold one. */
  static final String SELECTOR = "sealer.io/record=app";

  private static final String PREFIX = "sealer-app-";

  /** What may stand in a ConfigMap's name as it is. */
  private static final Pattern PLAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

  /** Name of the ConfigMap, which no other application's has. */
  static String configMap(String app) {
    boolean plain = PLAIN.matcher(app).matches();
    String folded = app.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    return PREFIX + (plain ? app : folded + "-" + Inputs.of(app).substring(0, 8));
  }

  /**
   * Name of the ConfigMap as older versions of sealer made it: several applications may share it.
   */
  static String sharedConfigMap(String app) {
    return PREFIX + app.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-");
  }

  static Optional<AppRecord> of(JsonNode configMap) {
    String text = configMap.path("data").path("record").asString("");
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(Json.parse(text)));
  }

  private static AppRecord parse(JsonNode json) {
    return new AppRecord(
        json.path("name").asString(""),
        json.path("kind").asString(""),
        json.path("image").asString(""),
        json.path("inputs").asString(""),
        json.path("launched").asString(""),
        json.path("rootfs").asString(""),
        json.path("objects").values().stream().map(AppObject::of).toList(),
        json.path("removal").values().stream().map(JsonNode::asString).toList());
  }

  /** The ConfigMap that holds it. */
  String manifest() {
    var record = new LinkedHashMap<String, Object>();
    record.put("name", name);
    record.put("kind", kind);
    record.put("image", image);
    record.put("inputs", inputs);
    record.put("launched", launched);
    record.put("rootfs", rootfs);
    record.put("objects", objects.stream().map(AppObject::json).toList());
    record.put("removal", removal);
    return Json.line(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            Map.of(
                "name",
                configMap(name),
                "namespace",
                "kube-system",
                "labels",
                Map.of("app.kubernetes.io/managed-by", "sealer", "sealer.io/record", "app")),
            "data",
            Map.of("record", Json.line(record))));
  }

  /** The objects that go with it. */
  public List<AppObject> own() {
    return objects.stream().filter(o -> !o.foreign()).toList();
  }
}
