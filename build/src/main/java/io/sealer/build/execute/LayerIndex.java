package io.sealer.build.execute;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentSource;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a build needs to know of each layer without reading it again: which files it removes, its
 * directories and links, and the content of those files that may name images. Kept on disk under
 * the layer's digest; written together with the layer, or made by reading it once. Thread-safe, for
 * several processes too.
 */
public final class LayerIndex {
  private final Path directory;
  private final ContentSource store;
  private final Map<Digest, Indexed> known = new ConcurrentHashMap<>();

  /** An index kept in this directory. */
  public LayerIndex(Path directory, ContentSource store) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.store = store;
  }

  /**
   * A layer.
   *
   * @param files the content of files that may name images, under their paths
   * @param removed what the layer removes from lower ones: files and directories
   * @param opaque directories whose lower content it hides
   * @param links symbolic links and where they lead
   * @param directories directories and their permissions
   */
  public record Indexed(
      Path files,
      List<String> removed,
      List<String> opaque,
      Map<String, String> links,
      Map<String, Integer> directories) {}

  /** What the layer removes and holds. */
  public Indexed of(Descriptor layer) throws IOException {
    Indexed before = known.get(layer.digest());
    if (before != null) {
      return before;
    }
    Path home = LayerNotes.home(directory, layer.digest());
    if (!Files.exists(home)) {
      try (LayerNotes notes = draft()) {
        read(layer, notes);
        notes.keep(layer.digest());
      }
    }
    Indexed indexed = LayerNotes.read(home);
    known.put(layer.digest(), indexed);
    return indexed;
  }

  /** Notes to be taken while a layer is written. */
  LayerNotes draft() throws IOException {
    return new LayerNotes(directory);
  }

  private void read(Descriptor layer, LayerNotes notes) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            Compression.of(layer.mediaType()).unpack(store.open(layer.digest())), 1 << 17)) {
      var tar = new TarReader(in);
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        TarEntry entry = next.get();
        String path = normal(entry.name());
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(LayerWriter.OPAQUE)) {
          notes.opaque(LayerNotes.parent(path));
        } else if (name.startsWith(LayerWriter.WHITEOUT)) {
          String hidden = name.substring(LayerWriter.WHITEOUT.length());
          notes.removed((LayerNotes.parent(path) + "/" + hidden).replaceFirst("^/", ""));
        } else {
          note(entry, path, tar, notes);
        }
      }
    }
  }

  private static void note(TarEntry entry, String path, TarReader tar, LayerNotes notes)
      throws IOException {
    switch (entry.type()) {
      case DIRECTORY -> notes.directory(path, entry.mode());
      case SYMLINK -> notes.link(path, entry.link());
      case FILE -> notes.file(path, tar::content);
      case HARD_LINK, CHAR_DEVICE, BLOCK_DEVICE, FIFO -> {}
    }
  }

  private static String normal(String name) {
    return name.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
  }
}
