package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A Helm chart's {@code Chart.yaml}: images that it lists in the annotations {@code helm.sh/images}
 * and {@code artifacthub.io/images}. Its templates are rendered elsewhere.
 */
final class ChartFile {
  private static final List<String> ANNOTATIONS =
      List.of("helm.sh/images", "artifacthub.io/images");

  private final String file;
  private final Mentions mentions;

  ChartFile(String file, Mentions mentions) {
    this.file = file;
    this.mentions = mentions;
  }

  /** Whether a file is that of a chart which is no part of another. */
  static boolean isChart(String path) {
    return path.matches("(.*/)?Chart\\.yaml")
        && !path.matches("(.*/)?charts/[^/]+/charts/.*|.+/charts/[^/]+/Chart\\.yaml");
  }

  void scan(String text) {
    try {
      List<String> images = images(load(text));
      images.forEach(name -> mentions.image(name, new Source(file, line(text, name), "chart")));
    } catch (YamlEngineException | StackOverflowError e) {
      mentions.defect(BadYaml.in(file, e));
    }
  }

  private static List<String> images(@Nullable Object chart) {
    return ANNOTATIONS.stream()
        .map(annotation -> field(field(chart, "annotations"), annotation))
        .flatMap(list -> list instanceof String text ? elements(load(text)) : elements(list))
        .map(element -> element instanceof Map<?, ?> map ? map.get("image") : element)
        .flatMap(name -> name instanceof String text ? Stream.of(text.strip()) : Stream.empty())
        .distinct()
        .toList();
  }

  private static @Nullable Object field(@Nullable Object node, String name) {
    return node instanceof Map<?, ?> map ? map.get(name) : null;
  }

  private static Stream<?> elements(@Nullable Object node) {
    return node instanceof List<?> list ? list.stream() : Stream.empty();
  }

  private static @Nullable Object load(String text) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    return new Load(settings).loadFromString(text);
  }

  private static int line(String text, String name) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).contains(name))
            .findFirst()
            .orElse(-1)
        + 1;
  }
}
