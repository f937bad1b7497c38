package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Writes files straight into a layer: what COPY makes needs no mount. */
final class CopyLayer {
  private static final int DIRECTORY_MODE = 0755;

  private CopyLayer() {}

  /**
   * A layer of these files under their paths, with the directories above them.
   *
   * @param replaced a directory of which nothing but these files stays
   */
  static Layer write(
      ContentStore store, Map<String, Entry> files, OptionalInt chmod, Optional<String> replaced)
      throws IOException {
    try (LayerWriter layer = LayerWriter.open(store, Compression.ZSTD)) {
      var directories = new TreeSet<String>();
      for (Entry entry : files.values()) {
        parents(layer, entry.path(), files, directories);
        add(layer, entry, chmod);
      }
      if (replaced.isPresent()) {
        layer.opaque(replaced.get());
      }
      return layer.commit();
    }
  }

  private static void parents(
      LayerWriter layer, String path, Map<String, Entry> files, Set<String> written)
      throws IOException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String directory = path.substring(0, slash);
      if (!files.containsKey(directory) && written.add(directory)) {
        layer.directory(directory, DIRECTORY_MODE);
      }
    }
  }

  private static void add(LayerWriter layer, Entry entry, OptionalInt chmod) throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> layer.directory(entry.path(), chmod.orElse(entry.mode()));
      case LINK -> layer.symlink(entry.path(), Files.readSymbolicLink(entry.file()).toString());
      case FILE -> layer.file(entry.path(), chmod.orElse(entry.mode()), entry.file());
    }
  }
}
