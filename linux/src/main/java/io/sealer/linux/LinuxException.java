package io.sealer.linux;

import java.io.IOException;
import java.util.Map;

/** A kernel call failed; says which, on what, and why. */
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM: operation not permitted"),
          Map.entry(2, "ENOENT: there is no such thing"),
          Map.entry(11, "EAGAIN: no answer in time"),
          Map.entry(12, "ENOMEM: out of memory"),
          Map.entry(13, "EACCES: permission denied"),
          Map.entry(17, "EEXIST: it exists already"),
          Map.entry(16, "EBUSY: device or resource busy"),
          Map.entry(19, "ENODEV: the kernel does not have this filesystem"),
          Map.entry(20, "ENOTDIR: not a directory"),
          Map.entry(22, "EINVAL: invalid argument"),
          Map.entry(28, "ENOSPC: no space left"),
          Map.entry(30, "EROFS: read-only filesystem"),
          Map.entry(36, "ENAMETOOLONG: the options are longer than a page"),
          Map.entry(40, "ELOOP: too many links"),
          Map.entry(93, "EPROTONOSUPPORT: the kernel does not have this protocol"),
          Map.entry(95, "EOPNOTSUPP: the kernel does not have this function"));

  private final int errno;

  LinuxException(String call, String subject, int errno) {
    super(call + " " + subject + ": " + NAMES.getOrDefault(errno, "errno " + errno));
    this.errno = errno;
  }

  /** The kernel's error number. */
  public int errno() {
    return errno;
  }

  /** What to do about it; empty when there is nothing to say. */
  public String hint() {
    return switch (errno) {
      case 1, 13 -> "run it as root";
      case 16 -> "something still uses the mount: 'fuser -vm PATH' shows what";
      case 19 -> "load the filesystem's kernel module, or use a kernel that has it";
      case 28 -> "free some disk space";
      default -> "";
    };
  }
}
