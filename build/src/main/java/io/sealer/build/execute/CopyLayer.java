package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Writes files straight into a layer: what COPY makes needs no mount. */
final class CopyLayer {
  private static final int DIRECTORY_MODE = 0755;

  private final LayerWriter layer;
  private final LayerNotes notes;
  private final Lower lower;
  private final OptionalInt chmod;
  private final Set<String> written = new HashSet<>();

  private CopyLayer(LayerWriter layer, LayerNotes notes, Lower lower, OptionalInt chmod) {
    this.layer = layer;
    this.notes = notes;
    this.lower = lower;
    this.chmod = chmod;
  }

  /**
   * A layer of these files under their paths, with the directories above them.
   *
   * @param lower what is there already: directories above the files stay as they are
   * @param replaced a directory of which nothing but these files stays
   */
  static Layer write(
      ContentStore store,
      LayerIndex index,
      Lower lower,
      Map<String, Entry> files,
      OptionalInt chmod,
      Optional<String> replaced)
      throws IOException {
    try (LayerWriter layer = LayerWriter.open(store, Compression.ZSTD);
        LayerNotes notes = index.draft()) {
      new CopyLayer(layer, notes, lower, chmod).all(files, replaced);
      Layer written = layer.commit();
      notes.keep(written.descriptor().digest());
      return written;
    }
  }

  private void all(Map<String, Entry> files, Optional<String> replaced) throws IOException {
    for (Entry entry : files.values()) {
      parents(entry.path(), files);
      add(entry);
    }
    if (replaced.isPresent()) {
      layer.opaque(replaced.get());
      notes.opaque(replaced.get());
    }
  }

  private void parents(String path, Map<String, Entry> files) throws IOException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String directory = path.substring(0, slash);
      if (!files.containsKey(directory) && written.add(directory)) {
        directory(directory, lower.mode(directory, DIRECTORY_MODE));
      }
    }
  }

  private void add(Entry entry) throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> directory(entry.path(), chmod.orElse(entry.mode()));
      case LINK -> {
        String target = Files.readSymbolicLink(entry.file()).toString();
        layer.symlink(entry.path(), target);
        notes.link(entry.path(), target);
      }
      case FILE -> {
        try (InputStream in = Files.newInputStream(entry.file())) {
          layer.add(TarEntry.file(entry.path(), chmod.orElse(entry.mode()), entry.size()), in);
        }
        notes.file(entry.path(), () -> Files.newInputStream(entry.file()));
      }
    }
  }

  private void directory(String path, int mode) throws IOException {
    layer.directory(path, mode);
    notes.directory(path, mode);
  }
}
