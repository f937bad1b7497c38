package io.sealer.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the overlay filesystem writes down removals in an upper directory (kernel documentation,
 * filesystems/overlayfs): a character device 0:0 where a file was removed, an attribute on a
 * directory that hides what lies below. The attribute has another name for who is not root, and in
 * mounts with the option {@code userxattr}. Thread-safe.
 */
public final class OverlayMarks {
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final String USER_OPAQUE = "user.overlay.opaque";
  private static final int CHARACTER_DEVICE = 0020000;

  private OverlayMarks() {}

  /** Marks a file as removed. */
  public static void whiteout(Path file) throws LinuxException {
    int errno = Libc.mknod(file.toString(), CHARACTER_DEVICE, 0);
    if (errno != 0) {
      throw new LinuxException("mknod", file.toString(), errno);
    }
  }

  /** Whether this marks a removed file. */
  public static boolean isWhiteout(Path file) throws IOException {
    var attributes = Files.readAttributes(file, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
    boolean device =
        attributes.get("mode") instanceof Integer mode && (mode & 0170000) == CHARACTER_DEVICE;
    return device && attributes.get("rdev") instanceof Long number && number == 0;
  }

  /** Lets a directory hide what lower layers have in it. */
  public static void makeOpaque(Path directory) throws LinuxException {
    byte[] value = "y".getBytes(StandardCharsets.US_ASCII);
    if (Libc.setXattr(directory.toString(), OPAQUE, value) == 0) {
      return;
    }
    int errno = Libc.setXattr(directory.toString(), USER_OPAQUE, value);
    if (errno != 0) {
      throw new LinuxException("setxattr " + USER_OPAQUE, directory.toString(), errno);
    }
  }

  /** Whether a directory hides what lower layers have in it. */
  public static boolean isOpaque(Path directory) {
    return isYes(Libc.getXattr(directory.toString(), OPAQUE))
        || isYes(Libc.getXattr(directory.toString(), USER_OPAQUE));
  }

  private static boolean isYes(byte @Nullable [] value) {
    return value != null && value.length == 1 && value[0] == 'y';
  }
}
