package io.sealer.build.execute;

import io.sealer.build.discovery.Discovery;
import io.sealer.oci.Descriptor;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentSource;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a build needs to know of each layer without reading it again: which files it removes, and
 * the content of those files that may name images. Kept on disk under the layer's digest; made by
 * reading the layer once. Thread-safe, for several processes too.
 */
public final class LayerIndex {
  private final Path directory;
  private final ContentSource store;

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
   */
  public record Indexed(Path files, List<String> removed, List<String> opaque) {}

  /** What the layer removes and holds. */
  public Indexed of(Descriptor layer) throws IOException {
    Path home = directory.resolve(layer.digest().hex());
    if (!Files.exists(home.resolve("removed"))) {
      make(layer, home);
    }
    return new Indexed(
        home.resolve("files"),
        Files.readAllLines(home.resolve("removed")),
        Files.readAllLines(home.resolve("opaque")));
  }

  private void make(Descriptor layer, Path home) throws IOException {
    Path part = Files.createTempDirectory(directory, "new-");
    try {
      read(layer, part);
      Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another build was quicker; its result is the same.
      Directories.delete(part);
    } catch (IOException | RuntimeException e) {
      Directories.delete(part);
      throw e;
    }
  }

  private void read(Descriptor layer, Path part) throws IOException {
    var removed = new ArrayList<String>();
    var opaque = new ArrayList<String>();
    Path files = Files.createDirectory(part.resolve("files"));
    try (InputStream in =
        new BufferedInputStream(
            Compression.of(layer.mediaType()).unpack(store.open(layer.digest())), 1 << 17)) {
      var tar = new TarReader(in);
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        String path = normal(next.get().name());
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(LayerWriter.OPAQUE)) {
          opaque.add(parent(path));
        } else if (name.startsWith(LayerWriter.WHITEOUT)) {
          removed.add(
              (parent(path) + "/" + name.substring(LayerWriter.WHITEOUT.length()))
                  .replaceFirst("^/", ""));
        } else if (next.get().type() == TarEntry.Type.FILE && Discovery.isInteresting(path)) {
          keep(files, path, tar.content());
        }
      }
    }
    Files.write(part.resolve("opaque"), opaque);
    Files.write(part.resolve("removed"), removed);
  }

  private static void keep(Path files, String path, InputStream content) throws IOException {
    Path file = files.resolve(path).normalize();
    if (!file.startsWith(files)) {
      throw new NoSuchFileException(path, null, "leads out of its layer");
    }
    Files.createDirectories(file.getParent());
    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String normal(String name) {
    return name.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
