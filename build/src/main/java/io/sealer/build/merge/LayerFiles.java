package io.sealer.build.merge;

import io.sealer.oci.Digest;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentSource;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one layer has and removes.
 *
 * @param files a short text for each path that differs when the file differs; of directories the
 *     same for all
 * @param removed paths that are hidden, with all below them
 * @param opaque directories of which only this layer's files stay
 */
record LayerFiles(Map<String, String> files, List<String> removed, List<String> opaque) {
  static final String DIRECTORY = "directory";

  /**
   * Reads a layer.
   *
   * @param compared whether files' content is told apart; reading it takes time
   */
  static LayerFiles read(ContentSource store, Layer layer, boolean compared) throws IOException {
    var files = new LayerFiles(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    Compression compression = Compression.of(layer.descriptor().mediaType());
    try (InputStream in =
        new BufferedInputStream(
            compression.unpack(store.open(layer.descriptor().digest())), 1 << 17)) {
      var tar = new TarReader(in);
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        files.add(next.get(), tar, compared);
      }
    }
    return files;
  }

  private void add(TarEntry entry, TarReader tar, boolean compared) throws IOException {
    String path = entry.name().replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "" : path.substring(0, slash);
    String name = path.substring(slash + 1);
    if (name.equals(LayerWriter.OPAQUE)) {
      opaque.add(parent);
    } else if (name.startsWith(LayerWriter.WHITEOUT)) {
      String hidden = name.substring(LayerWriter.WHITEOUT.length());
      removed.add(parent.isEmpty() ? hidden : parent + "/" + hidden);
    } else if (!path.isEmpty()) {
      files.put(path, text(entry, tar, compared));
    }
  }

  private static String text(TarEntry entry, TarReader tar, boolean compared) throws IOException {
    return switch (entry.type()) {
      case DIRECTORY -> DIRECTORY;
      case SYMLINK -> "link to " + entry.link();
      case FILE ->
          "file " + Integer.toOctalString(entry.mode()) + " " + (compared ? hash(tar) : "");
      case HARD_LINK -> "hard link to " + entry.link();
      case CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
          entry.type() + " " + entry.major() + ":" + entry.minor();
    };
  }

  private static String hash(TarReader tar) throws IOException {
    MessageDigest hash = Digest.sha256();
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), hash)) {
      tar.content().transferTo(out);
    }
    return Digest.ofHash(hash.digest()).hex();
  }
}
