package io.sealer.build.chart;

import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A chart packed as {@code .tgz} (Helm, "helm package"). Whatever an archive says, nothing is
 * written outside of the target, and not more than 64 MiB.
 */
final class ChartArchive {
  private static final long MOST_BYTES = 64L << 20;
  private static final int MOST_FILES = 20_000;

  private ChartArchive() {}

  /**
   * Unpacks.
   *
   * @return the chart's own directory below the target; empty when there is no chart in it
   * @throws IOException when it is damaged or hostile; says how
   */
  static Optional<Path> unpack(Path archive, Path target) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      var tar = new TarReader(in);
      long bytes = 0;
      int count = 0;
      for (var next = tar.next(); next.isPresent(); next = tar.next()) {
        TarEntry entry = next.get();
        bytes += entry.size();
        if (bytes > MOST_BYTES || ++count > MOST_FILES) {
          throw new IOException("unpacks to more than 64 MiB or 20000 files, as no chart does");
        }
        Path to = inside(target, entry.name());
        switch (entry.type()) {
          case DIRECTORY -> Files.createDirectories(to);
          case FILE -> write(tar, to);
          case SYMLINK, HARD_LINK ->
              throw new IOException("contains the link '" + entry.name() + "'");
          case CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
              throw new IOException("contains the device '" + entry.name() + "'");
        }
      }
    }
    return chart(target);
  }

  private static void write(TarReader tar, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (OutputStream out = Files.newOutputStream(to)) {
      tar.content().transferTo(out);
    }
  }

  private static Path inside(Path target, String name) throws IOException {
    try {
      Path to = target.resolve(name).normalize();
      if (!name.startsWith("/") && to.startsWith(target)) {
        return to;
      }
    } catch (InvalidPathException e) {
      throw new IOException("contains a file whose name is no path", e);
    }
    throw new IOException("contains '" + name + "', which leads out of it");
  }

  private static Optional<Path> chart(Path target) throws IOException {
    try (var entries = Files.newDirectoryStream(target)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry.resolve("Chart.yaml"))) {
          return Optional.of(entry);
        }
      }
    }
    return Optional.empty();
  }
}
