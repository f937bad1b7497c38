package io.sealer.build.execute;

import io.sealer.build.context.FileTree;
import io.sealer.linux.OverlayMarks;
import io.sealer.oci.OciException;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes what a script changed, an overlay's upper directory, as a layer: removals become whiteouts
 * (OCI layer.md, "Whiteouts").
 */
final class UpperLayer {
  private final Path upper;
  private final LayerWriter layer;
  private final LayerNotes notes;

  /** First names of files that have several, by inode. */
  private final Map<Object, String> linked = new HashMap<>();

  private UpperLayer(Path upper, LayerWriter layer, LayerNotes notes) {
    this.upper = upper;
    this.layer = layer;
    this.notes = notes;
  }

  static Layer write(ContentStore store, LayerIndex index, Path upper) throws IOException {
    try (LayerWriter layer = LayerWriter.open(store, Compression.ZSTD);
        LayerNotes notes = index.draft()) {
      new UpperLayer(upper, layer, notes).directory(upper);
      Layer written = layer.commit();
      notes.keep(written.descriptor().digest());
      return written;
    }
  }

  private void directory(Path directory) throws IOException {
    open(directory, 0700);
    List<Path> children;
    try (Stream<Path> listing = Files.list(directory)) {
      children = listing.sorted().toList();
    }
    for (Path child : children) {
      add(child, upper.relativize(child).toString());
    }
  }

  private void add(Path file, String name) throws IOException {
    requireText(file.getFileName(), name, "name");
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:mode,ino,nlink", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) attributes.getOrDefault("mode", 0);
    switch (mode & 0170000) {
      case 0040000 -> {
        layer.directory(name, mode & 07777);
        notes.directory(name, mode & 07777);
        if (OverlayMarks.isOpaque(file)) {
          layer.opaque(name);
          notes.opaque(name);
        }
        directory(file);
      }
      case 0120000 -> {
        Path target = Files.readSymbolicLink(file);
        requireText(target, name, "target");
        layer.symlink(name, target.toString());
        notes.link(name, target.toString());
      }
      case 0100000 -> regular(file, name, mode & 07777, attributes);
      default -> special(file, name);
    }
  }

  private static void requireText(Path path, String name, String what) throws OciException {
    if (!FileTree.isText(path)) {
      throw new OciException(
          "the command made '" + name + "', whose " + what + " is not UTF-8",
          "let the same RUN rename or remove it; image layers need UTF-8");
    }
  }

  private void regular(Path file, String name, int mode, Map<String, Object> attributes)
      throws IOException {
    boolean shared = attributes.get("nlink") instanceof Integer links && links > 1;
    String first = shared ? linked.putIfAbsent(attributes.getOrDefault("ino", name), name) : null;
    if (first == null) {
      open(file, 0600);
      layer.file(name, mode, file);
      notes.file(name, () -> Files.newInputStream(file));
    } else {
      layer.hardLink(name, first);
    }
  }

  /**
   * Who is not root is root for the script only: what that closed has to be opened to be read. Its
   * permissions are written down already, and the file itself is thrown away.
   */
  private static void open(Path file, int mode) throws IOException {
    if (!Files.isReadable(file)) {
      Files.setAttribute(file, "unix:mode", mode);
    }
  }

  private void special(Path file, String name) throws IOException {
    // Sockets and pipes that a script left behind have no meaning in an image.
    if (OverlayMarks.isWhiteout(file)) {
      layer.whiteout(name);
      notes.removed(name);
    }
  }
}
