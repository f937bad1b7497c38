package io.sealer.oci.layer;

import io.sealer.oci.OciException;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes files of a layer's entries, one after the other. */
final class Unpacker {
  private final SafeTree tree;
  private final UnpackOptions options;
  private final Set<Path> ours = new HashSet<>(); // whiteouts speak of lower layers only
  private final SequencedMap<Path, TarEntry> directories = new LinkedHashMap<>();
  private final byte[] buffer = new byte[1 << 17];
  private long bytes;
  private long entries;

  Unpacker(Path root, UnpackOptions options) {
    this.tree = new SafeTree(root);
    this.options = options;
  }

  long bytes() {
    return bytes;
  }

  long entries() {
    return entries;
  }

  void add(TarEntry entry, TarReader content) throws IOException {
    count(entry);
    Path path = tree.place(entry.name());
    String name = String.valueOf(path.getFileName());
    if (path.equals(tree.root())) {
      requireDirectory(entry);
    } else if (name.startsWith(LayerWriter.WHITEOUT)) {
      whiteout(entry, path, name);
    } else {
      make(entry, path, content);
      ours.add(path);
    }
  }

  private void count(TarEntry entry) throws OciException {
    entries++;
    bytes += entry.size();
    if (entries > options.maxEntries() || bytes > options.maxBytes() || bytes < 0) {
      throw SafeTree.refused(
          entry.name(),
          "goes beyond the limit of "
              + options.maxEntries()
              + " entries and "
              + options.maxBytes()
              + " bytes");
    }
  }

  private static void requireDirectory(TarEntry entry) throws OciException {
    if (entry.type() != TarEntry.Type.DIRECTORY) {
      throw SafeTree.refused(entry.name(), "would replace the directory itself");
    }
  }

  private void whiteout(TarEntry entry, Path path, String name) throws IOException {
    Path directory = path.resolveSibling("");
    if (name.equals(LayerWriter.OPAQUE)) {
      removeForeignIn(directory);
    } else if (!name.startsWith(".wh..wh.")) { // the others are notes of AUFS
      String hidden = name.substring(LayerWriter.WHITEOUT.length());
      if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
        throw SafeTree.refused(entry.name(), "hides no file");
      }
      removeForeign(directory.resolve(hidden));
    }
  }

  private void removeForeignIn(Path directory) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        removeForeign(child);
      }
    }
  }

  /** Removes what lower layers have; what this layer brought stays. */
  private void removeForeign(Path path) throws IOException {
    if (!ours.contains(path)) {
      SafeTree.remove(path);
    } else if (SafeTree.isDirectory(path)) {
      removeForeignIn(path);
    }
  }

  private void make(TarEntry entry, Path path, TarReader content) throws IOException {
    boolean keep = entry.type() == TarEntry.Type.DIRECTORY && SafeTree.isDirectory(path);
    if (!keep) {
      SafeTree.remove(path);
    }
    switch (entry.type()) {
      case DIRECTORY -> {
        if (!keep) {
          Files.createDirectory(path);
        }
        directories.put(path, entry);
      }
      case FILE -> {
        write(path, content);
        time(path, entry); // first, for permissions may forbid it to who is not root
        attributes(path, entry);
      }
      case SYMLINK -> {
        Files.createSymbolicLink(path, Path.of(entry.link()));
        owner(path, entry);
      }
      case HARD_LINK -> link(path, entry);
      case CHAR_DEVICE, BLOCK_DEVICE, FIFO -> {
        Devices.make(path, entry, options.devices());
        attributes(path, entry);
      }
    }
  }

  private void write(Path path, TarReader content) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int n = content.read(buffer, 0, buffer.length);
          n >= 0;
          n = content.read(buffer, 0, buffer.length)) {
        out.write(buffer, 0, n);
      }
    }
  }

  private void link(Path path, TarEntry entry) throws IOException {
    Path target = tree.place(entry.link());
    if (!SafeTree.exists(target) || SafeTree.isDirectory(target)) {
      throw SafeTree.refused(
          entry.name(), "is a hard link to '" + entry.link() + "', which is no file here");
    }
    Files.createLink(path, target);
  }

  private void attributes(Path path, TarEntry entry) throws IOException {
    owner(path, entry); // first, for changing it clears set-user-id
    Files.setAttribute(path, "unix:mode", entry.mode());
  }

  private static void time(Path path, TarEntry entry) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(entry.mtime(), TimeUnit.SECONDS));
  }

  private void owner(Path path, TarEntry entry) throws IOException {
    if (options.owners()) {
      Files.setAttribute(path, "unix:uid", (int) entry.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", (int) entry.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /**
   * Permissions of directories come last, inner ones first: they could forbid what goes into them.
   */
  void finish() throws IOException {
    for (Map.Entry<Path, TarEntry> directory : directories.sequencedEntrySet().reversed()) {
      if (isStillInside(directory.getKey())) {
        time(directory.getKey(), directory.getValue());
        attributes(directory.getKey(), directory.getValue());
      }
    }
  }

  /** A later entry may have replaced the directory, or one above it by a link to elsewhere. */
  private static boolean isStillInside(Path directory) throws IOException {
    return SafeTree.isDirectory(directory) && directory.toRealPath().equals(directory);
  }
}
