package io.sealer.oci.store;

import io.sealer.oci.OciException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writing so that a crash leaves the old or the new, and saying why the disk refused. */
final class Disk {
  private Disk() {}

  /** Makes renames in this directory survive a power failure. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
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
      throw explain(e, file);
    }
    syncDirectory(directoryOf(file));
  }

  /** The error a user can act on, when the disk is full or may not be written. */
  static IOException explain(IOException error, Path file) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return new OciException(
          "the disk is full: cannot write " + file + free(file),
          "free space on that disk, for example with 'sealer rmi', and run the same command again",
          error);
    }
    if (error instanceof AccessDeniedException || message.contains("permission denied")) {
      return new OciException(
          "may not write " + file,
          "run as root, or set SEALER_HOME to a directory of yours",
          error);
    }
    if (message.contains("read-only file system")) {
      return new OciException(
          "cannot write " + file + ": its file system is read-only",
          "set SEALER_HOME to a writable directory",
          error);
    }
    return error;
  }

  private static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }

  private static String free(Path file) {
    try {
      long bytes = Files.getFileStore(directoryOf(file)).getUsableSpace();
      return " (" + (bytes >> 20) + " MiB free)";
    } catch (IOException e) {
      return ""; // the message is good without the number
    }
  }
}
