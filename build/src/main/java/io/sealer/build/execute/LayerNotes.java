package io.sealer.build.execute;

import io.sealer.build.discovery.Discovery;
import io.sealer.build.execute.LayerIndex.Indexed;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is noted of one layer, on its way to the index; thrown away when closed without {@link
 * #keep}. Not thread-safe.
 */
final class LayerNotes implements AutoCloseable {
  /** Changes with what is noted, or which files {@link Discovery} wants to see. */
  private static final String FORMAT = ".3";

  private final Path index;
  private final Path part;
  private final Path files;
  private final List<String> removed = new ArrayList<>();
  private final List<String> opaque = new ArrayList<>();
  private final List<String> links = new ArrayList<>();
  private final Map<String, Integer> directories = new LinkedHashMap<>();

  LayerNotes(Path index) throws IOException {
    this.index = index;
    this.part = Files.createTempDirectory(index, "new-");
    this.files = Files.createDirectory(part.resolve("files"));
  }

  /** Opens a file's content. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  static Path home(Path index, Digest layer) {
    return index.resolve(layer.hex() + FORMAT);
  }

  void removed(String path) {
    removed.add(path);
  }

  void opaque(String directory) {
    opaque.add(directory);
  }

  void link(String path, String target) {
    // Such names cannot be a line each; a COPY through them is not followed.
    if (path.indexOf('\n') < 0 && target.indexOf('\n') < 0) {
      links.add(path);
      links.add(target);
    }
  }

  void directory(String path, int mode) {
    if (path.indexOf('\n') < 0) {
      directories.put(path, mode);
    }
  }

  /** Keeps the content, as much as is enough, if it may name images. */
  void file(String path, Content content) throws IOException {
    if (!Discovery.isKept(path)) {
      return;
    }
    Path file = files.resolve(path).normalize();
    if (!file.startsWith(files)) {
      throw new NoSuchFileException(path, null, "leads out of its layer");
    }
    Files.createDirectories(file.getParent());
    try (InputStream in = content.open()) {
      keep(in, file, Discovery.enough(path));
    }
  }

  private static void keep(InputStream in, Path file, int enough) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      int left = enough;
      for (int n = 0; n >= 0 && left > 0; left -= n) {
        n = in.read(buffer, 0, Math.min(buffer.length, left));
        out.write(buffer, 0, Math.max(n, 0));
      }
    }
  }

  /** Makes the notes those of this layer. */
  void keep(Digest layer) throws IOException {
    Files.write(part.resolve("opaque"), opaque);
    Files.write(part.resolve("removed"), removed);
    Files.write(part.resolve("links"), links);
    Files.write(
        part.resolve("directories"),
        directories.entrySet().stream()
            .map(entry -> Integer.toOctalString(entry.getValue()) + " " + entry.getKey())
            .toList());
    Directories.publish(part, home(index, layer));
  }

  static Indexed read(Path home) throws IOException {
    var links = new LinkedHashMap<String, String>();
    List<String> pairs = Files.readAllLines(home.resolve("links"));
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      links.put(pairs.get(i), pairs.get(i + 1));
    }
    var directories = new LinkedHashMap<String, Integer>();
    for (String line : Files.readAllLines(home.resolve("directories"))) {
      int blank = line.indexOf(' ');
      directories.put(line.substring(blank + 1), Integer.parseInt(line.substring(0, blank), 8));
    }
    return new Indexed(
        home.resolve("files"),
        Files.readAllLines(home.resolve("removed")),
        Files.readAllLines(home.resolve("opaque")),
        links,
        directories);
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  @Override
  public void close() throws IOException {
    Directories.delete(part);
  }
}
