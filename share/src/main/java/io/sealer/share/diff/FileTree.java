package io.sealer.share.diff;

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
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of an image by path, as its layers give them one above the other (OCI layer.md), each
 * with what tells it from another: kind, permissions, owner, link, content. Times do not count.
 */
final class FileTree {
  private final TreeMap<String, String> files = new TreeMap<>();

  private FileTree() {}

  static Map<String, String> of(ContentSource source, Iterable<Descriptor> layers)
      throws IOException {
    var tree = new FileTree();
    for (Descriptor layer : layers) {
      Compression compression = Compression.of(layer.mediaType());
      try (InputStream in =
          new BufferedInputStream(compression.unpack(source.open(layer.digest())), 1 << 17)) {
        tree.add(new TarReader(in));
      }
    }
    return tree.files;
  }

  private void add(TarReader tar) throws IOException {
    for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      String path = path(entry.get().name());
      int slash = path.lastIndexOf('/') + 1;
      String name = path.substring(slash);
      if (name.equals(LayerWriter.OPAQUE)) {
        removeBelow(path.substring(0, slash));
      } else if (name.startsWith(LayerWriter.WHITEOUT)) {
        String gone = path.substring(0, slash) + name.substring(LayerWriter.WHITEOUT.length());
        files.remove(gone);
        removeBelow(gone + "/");
      } else if (!path.isEmpty()) {
        put(path, entry.get(), tar);
      }
    }
  }

  private void put(String path, TarEntry entry, TarReader tar) throws IOException {
    if (entry.type() != TarEntry.Type.DIRECTORY) {
      removeBelow(path + "/");
    }
    String kind = entry.type() + " " + entry.mode() + " " + entry.uid() + ":" + entry.gid();
    String content = entry.type() == TarEntry.Type.FILE ? digest(tar) : entry.link();
    files.put(path, kind + " " + content + " " + entry.major() + "," + entry.minor());
  }

  private static String digest(TarReader tar) throws IOException {
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = tar.read(buffer, 0, buffer.length);
        n >= 0;
        n = tar.read(buffer, 0, buffer.length)) {
      hash.update(buffer, 0, n);
    }
    return Digest.ofHash(hash.digest()).hex();
  }

  private void removeBelow(String directory) {
    files.subMap(directory, directory + Character.MAX_VALUE).clear();
  }

  private static String path(String name) {
    String path = name;
    while (path.startsWith("./") || path.startsWith("/")) {
      path = path.substring(path.indexOf('/') + 1);
    }
    return path.equals(".") ? "" : path;
  }
}
