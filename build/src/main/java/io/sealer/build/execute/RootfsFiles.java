package io.sealer.build.execute;

import io.sealer.build.discovery.Discovery;
import io.sealer.build.discovery.Findings;
import io.sealer.build.discovery.ImageRules;
import io.sealer.oci.layer.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a stage that may name images: those of all layers, upper over lower, removals
 * respected.
 */
public final class RootfsFiles {
  private RootfsFiles() {}

  /** The names of images in the files of a stage. */
  public static Findings discover(LayerIndex index, Stage stage, ImageRules rules)
      throws IOException {
    var discovery = new Discovery(rules);
    for (Map.Entry<String, Path> file : files(index, stage.layers()).entrySet()) {
      discovery.offer(file.getKey(), () -> Files.newInputStream(file.getValue()));
    }
    return discovery.findings();
  }

  private static Map<String, Path> files(LayerIndex index, List<Layer> layers) throws IOException {
    var files = new TreeMap<String, Path>();
    for (Layer layer : layers) {
      LayerIndex.Indexed indexed = index.of(layer.descriptor());
      indexed
          .opaque()
          .forEach(directory -> files.keySet().removeIf(path -> path.startsWith(directory + "/")));
      indexed
          .removed()
          .forEach(
              gone ->
                  files
                      .keySet()
                      .removeIf(path -> path.equals(gone) || path.startsWith(gone + "/")));
      try (Stream<Path> walk = Files.walk(indexed.files())) {
        walk.filter(Files::isRegularFile)
            .forEach(file -> files.put(indexed.files().relativize(file).toString(), file));
      }
    }
    return files;
  }
}
