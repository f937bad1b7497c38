package io.sealer.oci;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says what a user can do when a disk refuses. */
public final class DiskErrors {
  private DiskErrors() {}

  /**
   * The error a user can act on when the disk is full, may not be written or has no such directory;
   * else the same error.
   */
  public static IOException explain(IOException error, Path file) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return new OciException(
          "the disk is full: cannot write " + file + free(file),
          "free space on that disk, for example with 'sealer rmi' and run the same command again",
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
    if (error instanceof FileAlreadyExistsException taken) {
      return new OciException(
          taken.getFile() + " is a file, not a directory", "give another path", error);
    }
    if (!Files.isDirectory(directoryOf(file))) {
      return new OciException(
          "cannot write " + file + ": there is no directory " + directoryOf(file),
          "make the directory, or give another path",
          error);
    }
    return error;
  }

  private static String free(Path file) {
    try {
      long bytes = Files.getFileStore(directoryOf(file)).getUsableSpace();
      return " (" + (bytes >> 20) + " MiB free)";
    } catch (IOException e) {
      return ""; // the message is good without the number
    }
  }

  private static Path directoryOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file : parent;
  }
}
