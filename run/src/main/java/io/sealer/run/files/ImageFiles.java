package io.sealer.run.files;

import io.sealer.oci.Descriptor;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.ContentSource;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import io.sealer.oci.tar.TarWriter;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the small files of images: those of at most 4 MiB outside of the directories for programs
 * and archives. What a layer has of them is kept in the cache, so that only the first look at a
 * layer unpacks it.
 *
 * @param cache directory for that
 */
public record ImageFiles(Path cache) {
  private static final long LARGEST = 4L << 20;
  private static final Set<String> PASSED_OVER =
      Set.of("bin", "cri", "cni", "images", "lib", "registry", "opt");

  /** All small files of a rootfs by path, as the layers together make them. */
  public SortedMap<String, ImageFile> of(ClusterImage.Rootfs rootfs, ContentSource store)
      throws IOException {
    var files = new TreeMap<String, ImageFile>();
    for (Descriptor layer : rootfs.manifest().layers()) {
      Path kept = cache.resolve("layer-files").resolve(layer.digest().hex() + ".tar");
      if (!Files.exists(kept)) {
        extract(layer, store, kept);
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(kept))) {
        lay(new TarReader(in), files);
      }
    }
    return files;
  }

  private static void extract(Descriptor layer, ContentSource store, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Path part = Files.createTempFile(to.getParent(), ".new-", "");
    try (InputStream blob = new BufferedInputStream(store.open(layer.digest()), 1 << 16);
        InputStream in = Compression.of(layer.mediaType()).unpack(blob);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
      var reader = new TarReader(in);
      var writer = new TarWriter(out);
      for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
        if (isWanted(e.get())) {
          writer.add(e.get(), reader.content());
        }
      }
      writer.finish();
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isWanted(TarEntry entry) {
    String name = plain(entry.name());
    int slash = name.indexOf('/');
    boolean passed = slash >= 0 && isPassedOver(name);
    return !passed && entry.type() != TarEntry.Type.DIRECTORY && entry.size() <= LARGEST;
  }

  /** Whether a file of this path is never read, however small it is. */
  static boolean isPassedOver(String path) {
    int slash = path.indexOf('/');
    return PASSED_OVER.contains(slash < 0 ? path : path.substring(0, slash));
  }

  private static String plain(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    return path.startsWith("/") ? path.substring(1) : path;
  }

  /** Puts a layer over what lower ones have. */
  private static void lay(TarReader layer, TreeMap<String, ImageFile> files) throws IOException {
    var own = new TreeSet<String>();
    for (Optional<TarEntry> e = layer.next(); e.isPresent(); e = layer.next()) {
      String path = plain(e.get().name());
      String name = path.substring(path.lastIndexOf('/') + 1);
      String directory = path.substring(0, path.length() - name.length());
      if (name.equals(LayerWriter.OPAQUE)) {
        remove(files, own, directory);
      } else if (name.startsWith(LayerWriter.WHITEOUT)) {
        String hidden = directory + name.substring(LayerWriter.WHITEOUT.length());
        remove(files, own, hidden + "/");
        files.keySet().removeIf(p -> p.equals(hidden) && !own.contains(p));
      } else {
        place(e.get(), path, layer, files);
        own.add(path);
      }
    }
  }

  private static void remove(TreeMap<String, ImageFile> files, Set<String> own, String below) {
    files.keySet().removeIf(path -> path.startsWith(below) && !own.contains(path));
  }

  private static void place(
      TarEntry entry, String path, TarReader layer, TreeMap<String, ImageFile> files)
      throws IOException {
    switch (entry.type()) {
      case FILE -> files.put(path, new ImageFile(entry.mode(), layer.content().readAllBytes()));
      case HARD_LINK ->
          Optional.ofNullable(files.get(plain(entry.link()))).ifPresent(f -> files.put(path, f));
      default -> files.remove(path);
    }
  }

  /** The files below a directory, written to a directory of this machine. */
  public static void write(SortedMap<String, ImageFile> files, String below, Path to)
      throws IOException {
    for (var file : files.entrySet()) {
      if (file.getKey().startsWith(below)) {
        Path path = to.resolve(file.getKey().substring(below.length())).normalize();
        if (!path.startsWith(to)) {
          throw new IOException("file " + file.getKey() + " of the image leaves its directory");
        }
        Files.createDirectories(path.getParent());
        try (InputStream in = file.getValue().open()) {
          Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
