package io.sealer.oci.store;

import io.sealer.oci.DiskErrors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writing so that a crash leaves the old or the new. */
public final class Disk {
  private Disk() {}

  /** Makes renames in this directory survive a power failure. */
  public static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes a directory and those above it that are missing, so that they survive a power failure.
   */
  public static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path above = directory.toAbsolutePath().getParent();
    if (above != null) {
      createDirectories(above);
    }
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
    if (above != null) {
      syncDirectory(above); // also for whoever made it meanwhile
    }
  }

  /** Replaces a small file: readers see the old content or the new. */
  static void replace(Path file, Path temporary, byte[] content) throws IOException {
    try {
      try (var out = new FileOutputStream(temporary.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw DiskErrors.explain(e, file);
    }
    syncDirectory(directoryOf(file));
  }

  private static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
