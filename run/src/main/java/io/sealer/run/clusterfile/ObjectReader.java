package io.sealer.run.clusterfile;

import io.sealer.oci.text.Nearest;
import io.sealer.run.clusterfile.ApplicationObject.AppConfig;
import io.sealer.run.clusterfile.ApplicationObject.AppFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads Config, Plugin and Application documents (sealer-reference, 3.4, 3.5, 3.7). */
final class ObjectReader {
  private static final Set<String> PROCESSORS = Set.of("value", "toJson", "toBase64", "toSecret");

  private ObjectReader() {}

  static Optional<ConfigObject> config(Fields document) {
    String name = header(document);
    Optional<Fields> spec = document.object("spec");
    document.end();
    return spec.map(s -> configSpec(name, s));
  }

  private static ConfigObject configSpec(String name, Fields spec) {
    spec.require("path");
    spec.require("data");
    var config =
        new ConfigObject(
            name,
            spec.parsed("path", ObjectReader::below).orElse(""),
            spec.text("data").orElse(""),
            merges(spec),
            spec.parsed("process", ObjectReader::pipeline).orElse(List.of()),
            spec.text("appName"));
    spec.end();
    return config;
  }

  private static List<String> pipeline(String text) {
    List<String> steps = Arrays.stream(text.split("\\|")).map(String::strip).toList();
    for (String step : steps) {
      if (!PROCESSORS.contains(step)) {
        throw new IllegalArgumentException(
            "unknown processor '" + step + "'" + Nearest.hint(step, PROCESSORS));
      }
    }
    return steps;
  }

  private static boolean merges(Fields spec) {
    return spec.parsed(
            "strategy",
            text ->
                switch (text) {
                  case "merge" -> true;
                  case "overwrite", "" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          "strategy '" + text + "' is none of merge, overwrite");
                })
        .orElse(false);
  }

  /** A path that stays below the directory it is meant for. */
  private static String below(String path) {
    if (path.startsWith("/") || Arrays.asList(path.split("/")).contains("..")) {
      throw new IllegalArgumentException("path '" + path + "' must be relative, without '..'");
    }
    return path;
  }

  static Optional<PluginObject> plugin(Fields document) {
    String name = header(document);
    document.require("spec");
    Optional<PluginObject> plugin =
        document
            .value("spec")
            .filter(MappingNode.class::isInstance)
            .map(n -> PlainYaml.map((MappingNode) n, document.problems()))
            .map(spec -> new PluginObject(name, spec));
    document.end();
    return plugin;
  }

  static ApplicationObject application(Fields document) {
    String name = header(document);
    Optional<Fields> spec = document.object("spec");
    document.end();
    return spec.map(s -> applicationSpec(name, s))
        .orElseGet(() -> new ApplicationObject(name, List.of(), Optional.empty(), List.of()));
  }

  private static ApplicationObject applicationSpec(String name, Fields spec) {
    var configs = new ArrayList<AppConfig>();
    spec.objects("configs").forEach(config -> configs.add(appConfig(config)));
    Optional<List<String>> launch =
        spec.value("launchApps")
            .map(n -> spec.texts("launchApps").stream().filter(a -> !a.isEmpty()).toList());
    var application = new ApplicationObject(name, spec.texts("cmds"), launch, configs);
    spec.end();
    return application;
  }

  private static AppConfig appConfig(Fields fields) {
    fields.require("name");
    var files = new ArrayList<AppFile>();
    for (Fields file : fields.objects("files")) {
      file.require("path");
      file.require("data");
      String path = file.parsed("path", ObjectReader::below).orElse("");
      files.add(new AppFile(path, file.text("data").orElse(""), merges(file)));
      file.end();
    }
    List<String> launch = commands(fields, "launch");
    List<String> removal = commands(fields, "delete");
    Map<String, String> env = fields.pairs("env");
    var config = new AppConfig(fields.text("name").orElse(""), env, files, launch, removal);
    fields.end();
    return config;
  }

  private static List<String> commands(Fields fields, String name) {
    return fields
        .object(name)
        .map(
            commands -> {
              commands.require("cmds");
              List<String> cmds = commands.texts("cmds");
              commands.end();
              return cmds;
            })
        .orElse(List.of());
  }

  private static String header(Fields document) {
    document.require("apiVersion");
    document.value("kind");
    document.value("status");
    return document
        .object("metadata")
        .flatMap(
            metadata -> {
              metadata.value("annotations");
              metadata.value("labels");
              metadata.value("creationTimestamp");
              Optional<String> name = metadata.text("name");
              metadata.end();
              return name;
            })
        .orElse("unnamed");
  }
}
