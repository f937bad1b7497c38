package io.sealer.build.execute;

import io.sealer.linux.OverlayMarks;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers as directories that an overlay can be mounted from: each unpacked once, removals as the
 * overlay filesystem marks them.
 */
final class Snapshots {
  private final Path directory;
  private final ContentSource store;
  private final LayerIndex index;

  Snapshots(Path directory, ContentSource store, LayerIndex index) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.store = store;
    this.index = index;
  }

  /**
   * The layers, lowest first, as lower directories of an overlay, the top one first; never empty.
   */
  List<Path> lower(List<Layer> layers) throws IOException {
    var lower = new ArrayList<Path>();
    for (Layer layer : layers.reversed()) {
      lower.add(unpacked(layer));
    }
    if (lower.isEmpty()) {
      lower.add(Files.createDirectories(directory.resolve("empty")));
    }
    return lower;
  }

  /** The layers, lowest first, unpacked over each other into one directory. */
  Path flat(List<Layer> layers) throws IOException {
    var key = new Key();
    layers.forEach(layer -> key.add(layer.diffId().toString()));
    Path home = directory.resolve("flat-" + key.digest().hex().substring(0, 24));
    if (Files.isDirectory(home)) {
      // Layers that nobody uses are removed after a while (WorkDirectory).
      Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
      return home;
    }
    Path part = Files.createTempDirectory(directory, "new-");
    try {
      for (Layer layer : layers) {
        try (InputStream in = store.open(layer.descriptor().digest())) {
          LayerReader.unpack(
              in,
              layer.descriptor().mediaType(),
              part,
              UnpackOptions.defaults().withDiffId(layer.diffId()));
        }
      }
      Directories.publish(part, home);
    } catch (IOException | RuntimeException e) {
      Directories.delete(part);
      throw e;
    }
    return home;
  }

  private Path unpacked(Layer layer) throws IOException {
    // Short names: the kernel takes all lower directories on one page.
    Path home = directory.resolve(layer.diffId().hex().substring(0, 24));
    if (Files.isDirectory(home)) {
      // Layers that nobody uses are removed after a while (WorkDirectory).
      Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
      return home;
    }
    Path part = Files.createTempDirectory(directory, "new-");
    try {
      try (InputStream in = store.open(layer.descriptor().digest())) {
        LayerReader.unpack(
            in,
            layer.descriptor().mediaType(),
            part,
            UnpackOptions.defaults().withDiffId(layer.diffId()));
      }
      mark(layer, part);
      Directories.publish(part, home);
    } catch (IOException | RuntimeException e) {
      Directories.delete(part);
      throw e;
    }
    return home;
  }

  private void mark(Layer layer, Path root) throws IOException {
    LayerIndex.Indexed indexed = index.of(layer.descriptor());
    for (String removed : indexed.removed()) {
      Path file = root.resolve(removed);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(file.getParent());
        OverlayMarks.whiteout(file);
      }
    }
    for (String opaque : indexed.opaque()) {
      OverlayMarks.makeOpaque(root.resolve(opaque));
    }
  }
}
