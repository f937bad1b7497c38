package io.sealer.run.support;

import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.zip.GZIPOutputStream;

/**
 * A .tar.gz that only its owner may read and that appears when it is whole. Members may come from
 * many threads.
 */
final class BundleWriter implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final TarWriter tar;
  private final GZIPOutputStream packed;
  private final String directory;
  private boolean finished;

  /** A bundle whose members lie below a directory of this name. */
  BundleWriter(Path file, String directory) throws IOException {
    this.file = file.toAbsolutePath();
    this.part = this.file.resolveSibling(this.file.getFileName() + ".part");
    this.directory = directory;
    Files.deleteIfExists(part);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.packed =
        new GZIPOutputStream(
            new BufferedOutputStream(
                Channels.newOutputStream(Files.newByteChannel(part, options, owner)), 1 << 16));
    this.tar = new TarWriter(packed);
  }

  /** Adds what lies in a file. */
  synchronized void add(String name, Path content) throws IOException {
    try (InputStream in = Files.newInputStream(content)) {
      tar.add(TarEntry.file(directory + "/" + name, 0600, Files.size(content)), in);
    }
  }

  /** Ends the bundle and lets it appear under its name. */
  synchronized void finish() throws IOException {
    tar.finish();
    packed.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!finished) {
      packed.close();
      Files.deleteIfExists(part);
    }
  }
}
