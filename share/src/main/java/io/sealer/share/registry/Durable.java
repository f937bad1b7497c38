package io.sealer.share.registry;

import io.sealer.oci.DiskErrors;
import io.sealer.oci.store.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/** Small files that are there whole or not at all, also after a power failure. */
final class Durable {
  private Durable() {}

  /**
   * Writes a file, replacing what is there; the caller syncs its directory.
   *
   * @return its directory
   */
  static Path write(DataLayout layout, Path file, byte[] content) throws IOException {
    Path temporary = layout.temporary().resolve(UUID.randomUUID().toString());
    try {
      try (FileChannel out =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      touch(temporary);
      return move(temporary, file);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw DiskErrors.explain(e, file);
    }
  }

  /** Renames a file that was synced; the caller syncs the directory that is answered. */
  static Path move(Path from, Path to) throws IOException {
    Path directory = directory(to);
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Disk.createDirectories(directory);
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
    return directory;
  }

  /** Makes changes of a directory survive a power failure. */
  static void sync(Path directory) throws IOException {
    Disk.syncDirectory(directory);
  }

  /** A way to bring the content of a file to the disk. */
  @FunctionalInterface
  interface Syncing {
    void sync(Path file) throws IOException;
  }

  /** Makes the content of a file survive a power failure. */
  static void syncFile(Path file) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      out.force(true);
    } catch (IOException e) {
      throw DiskErrors.explain(e, file);
    }
  }

  /**
   * Makes the file young for the garbage collection; the kernel's own times are some milliseconds
   * late and would make what is new look older than the collection that looks for garbage.
   */
  static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  private static Path directory(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is in no directory");
    }
    return parent;
  }
}
