package io.sealer.build.execute;

import io.sealer.build.chart.ImageTree;
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

  /** The files of a stage that may name images or are needed to find out. */
  public static ImageTree of(LayerIndex index, Stage stage) throws IOException {
    var files = new TreeMap<String, ImageTree.At>();
    files(index, stage.layers())
        .forEach((path, file) -> files.put(path, new ImageTree.At(file, path)));
    return new ImageTree(files);
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
