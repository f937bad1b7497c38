package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.build.context.FileDigests;
import io.sealer.build.context.SourceException;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Unpacks tar files for ADD, plain or packed with gzip, zstd, xz or bzip2, told by their content.
 * Nothing is written outside of the directory, whatever names and links an archive has.
 */
final class Archives {
  /** Nothing honest shrinks to less than a five-hundredth. */
  private static final UnpackOptions LIMITS =
      UnpackOptions.defaults().withLimits(256L << 30, 4_000_000, 500);

  private final Path directory;
  private final FileDigests digests;

  /** Archives are unpacked once each, below this directory. */
  Archives(Path directory, FileDigests digests) {
    this.directory = directory;
    this.digests = digests;
  }

  /** The files of an archive; empty when the file is none. */
  Optional<Path> unpacked(Entry file) throws IOException, SourceException {
    if (file.kind() != Entry.Kind.FILE || !isArchive(file)) {
      return Optional.empty();
    }
    Path home = Files.createDirectories(directory).resolve(digests.of(file));
    if (Files.isDirectory(home)) {
      Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
      return Optional.of(home);
    }
    Path part = Files.createTempDirectory(directory, "new-");
    try {
      unpack(file, part);
      Directories.publish(part, home);
    } catch (IOException | SourceException | RuntimeException e) {
      Directories.delete(part);
      throw e;
    }
    return Optional.of(home);
  }

  private static boolean isArchive(Entry file) throws IOException, SourceException {
    try (InputStream in = new BufferedInputStream(plain(file))) {
      return new TarReader(in).next().isPresent();
    } catch (OciException | PackedException e) {
      return false;
    } catch (IOException e) {
      // What only begins like gzip or zstd is a file as any other.
      if (Files.isReadable(file.file())) {
        return false;
      }
      throw e;
    }
  }

  private static InputStream plain(Entry file) throws IOException, SourceException {
    Optional<String> tool = Unpacking.tool(file.file());
    if (tool.isPresent()) {
      return Unpacking.with(tool.get(), file);
    }
    return Compression.unpackAny(Files.newInputStream(file.file()));
  }

  private static void unpack(Entry file, Path to) throws IOException, SourceException {
    Optional<String> tool = Unpacking.tool(file.file());
    try (InputStream in =
        tool.isPresent()
            ? Unpacking.with(tool.get(), file)
            : new BufferedInputStream(Files.newInputStream(file.file()), 1 << 17)) {
      LayerReader.unpack(in, tool.isPresent() ? MediaTypes.LAYER_TAR : mediaType(in), to, LIMITS);
    } catch (OciException | PackedException e) {
      throw new SourceException(
          "'" + file.path() + "' cannot be unpacked: " + e.getMessage(),
          "the archive is damaged, or made to do harm; look into it with tar -tvf");
    }
  }

  private static String mediaType(InputStream in) throws IOException {
    in.mark(8);
    byte[] start = in.readNBytes(8);
    in.reset();
    return Compression.detect(start).mediaType();
  }

  /** A tool that unpacks says that it cannot. */
  static final class PackedException extends IOException {
    private static final long serialVersionUID = 1L;

    PackedException(String message) {
      super(message);
    }
  }
}
