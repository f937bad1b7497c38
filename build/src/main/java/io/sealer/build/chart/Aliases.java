package io.sealer.build.chart;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Sub-charts that a chart calls by another name ("alias" of a dependency in Chart.yaml): Helm tells
 * their templates below that name, the files lie below their own.
 */
final class Aliases {
  private static final String CHARTS = "charts/";

  private Aliases() {}

  /**
   * The path of a template as it lies in the chart.
   *
   * @param path below the chart, as Helm says it
   */
  static String resolved(Path chart, String path) throws IOException {
    int slash = path.indexOf('/', CHARTS.length());
    if (!path.startsWith(CHARTS) || slash < 0) {
      return path;
    }
    String called = path.substring(CHARTS.length(), slash);
    boolean isThere = Files.isDirectory(chart.resolve(CHARTS + called));
    String name = isThere ? called : name(chart, called).orElse(called);
    String below = CHARTS + name;
    return below + "/" + resolved(chart.resolve(below), path.substring(slash + 1));
  }

  private static Optional<String> name(Path chart, String alias) throws IOException {
    if (dependencies(chart) instanceof List<?> all) {
      for (Object one : all) {
        if (one instanceof Map<?, ?> fields && alias.equals(fields.get("alias"))) {
          return Optional.ofNullable(fields.get("name")).map(String::valueOf);
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object dependencies(Path chart) throws IOException {
    Path file = chart.resolve("Chart.yaml");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try {
      var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
      Object read = new Load(settings).loadFromString(Files.readString(file));
      return read instanceof Map<?, ?> fields ? fields.get("dependencies") : null;
    } catch (YamlEngineException | CharacterCodingException e) {
      // Helm has read it; only a place is told less well.
      return null;
    }
  }
}
