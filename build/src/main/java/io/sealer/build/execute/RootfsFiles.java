package io.sealer.build.execute;

import io.sealer.build.chart.ImageTree;
import io.sealer.oci.layer.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a stage that may name images: those of all layers, upper over lower, removals
 * respected.
 */
public final class RootfsFiles {
  private final TreeMap<String, ImageTree.At> files = new TreeMap<>();
  private final TreeMap<String, String> links = new TreeMap<>();

  private RootfsFiles() {}

  /** The files of a stage that may name images or are needed to find out. */
  public static ImageTree of(LayerIndex index, Stage stage) throws IOException {
    var all = new RootfsFiles();
    for (Layer layer : stage.layers()) {
      all.add(index.of(layer.descriptor()));
    }
    return new ImageTree(all.files, all.links);
  }

  private void add(LayerIndex.Indexed layer) throws IOException {
    layer.opaque().forEach(this::forgetBelow);
    layer.removed().forEach(this::forget);
    layer.directories().keySet().forEach(links::remove);
    layer.links().keySet().forEach(this::forget);
    links.putAll(layer.links());
    try (Stream<Path> walk = Files.walk(layer.files())) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = layer.files().relativize(file).toString();
        links.remove(path);
        files.put(path, new ImageTree.At(file, path));
      }
    }
  }

  private void forget(String path) {
    files.remove(path);
    links.remove(path);
    forgetBelow(path);
  }

  private void forgetBelow(String directory) {
    // '0' follows '/'.
    files.subMap(directory + "/", directory + "0").clear();
    links.subMap(directory + "/", directory + "0").clear();
  }
}
