package io.sealer.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Mounting and unmounting (mount(2), umount2(2)) in the mount namespace of the calling thread.
 * Targets must exist. Needs root. Thread-safe.
 */
public final class Mounts {
  private static final long RDONLY = 1;
  private static final long REMOUNT = 32;
  private static final long BIND = 4096;
  private static final long REC = 16384;
  private static final long PRIVATE = 1 << 18;
  private static final int DETACH = 2;

  private Mounts() {}

  /**
   * A mount as the kernel lists it.
   *
   * @param target where it is mounted
   * @param type filesystem, such as {@code overlay}
   * @param source device or name
   */
  public record Mount(Path target, String type, String source) {}

  /**
   * Mounts an overlay: {@code upper} over the {@code lower} directories, of which the first lies on
   * top.
   *
   * @param work an empty directory on the filesystem of {@code upper}
   */
  public static void overlay(List<Path> lower, Path upper, Path work, Path target)
      throws LinuxException {
    String options =
        "lowerdir=" + join(lower) + ",upperdir=" + escape(upper) + ",workdir=" + escape(work);
    mount("overlay", target, "overlay", 0, options);
  }

  /**
   * Mounts an overlay that can only be read; needs at least two directories, of which the first
   * lies on top.
   */
  public static void overlayReadOnly(List<Path> lower, Path target) throws LinuxException {
    mount("overlay", target, "overlay", RDONLY, "lowerdir=" + join(lower));
  }

  /** Lets {@code target} show {@code source} and what is mounted below it. */
  public static void bind(Path source, Path target) throws LinuxException {
    mount(source.toString(), target, "", BIND | REC, "");
  }

  /** Like {@link #bind}, but the mount itself (not those below it) can only be read. */
  public static void bindReadOnly(Path source, Path target) throws LinuxException {
    bind(source, target);
    mount("", target, "", BIND | REMOUNT | RDONLY, "");
  }

  /** Mounts a new memory filesystem with options such as {@code size=64m,mode=755}. */
  public static void tmpfs(Path target, String options) throws LinuxException {
    mount("tmpfs", target, "tmpfs", 0, options);
  }

  /**
   * Stops mounts below {@code target} from being seen in, or coming from, other mount namespaces.
   */
  public static void makePrivate(Path target) throws LinuxException {
    mount("", target, "", PRIVATE | REC, "");
  }

  /** Unmounts what is on top at {@code target}. */
  public static void unmount(Path target) throws LinuxException {
    unmount(target, 0);
  }

  /**
   * Unmounts even when it is in use: gone from the tree now, from the kernel when its last user
   * ends.
   */
  public static void detach(Path target) throws LinuxException {
    unmount(target, DETACH);
  }

  /**
   * Unmounts everything at and below {@code root}, the deepest first; nothing mounted is no error.
   * Answers what was unmounted.
   */
  public static List<Path> detachAll(Path root) throws IOException {
    List<Path> targets =
        list().stream()
            .map(Mount::target)
            .filter(target -> target.startsWith(root))
            .toList()
            .reversed();
    for (Path target : targets) {
      detach(target);
    }
    return targets;
  }

  /** Whether something is mounted exactly there. */
  public static boolean isMounted(Path target) throws IOException {
    return list().stream().anyMatch(mount -> mount.target().equals(target));
  }

  /** All mounts of this namespace in the order they were made (proc(5), mountinfo). */
  public static List<Mount> list() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/mountinfo")).stream()
        .map(Mounts::parse)
        .toList();
  }

  static Mount parse(String line) {
    String[] halves = line.split(" - ", 2);
    String[] front = halves[0].split(" ");
    String[] back = halves[1].split(" ");
    return new Mount(Path.of(unescape(front[4])), back[0], unescape(back[1]));
  }

  private static void mount(String source, Path target, String type, long flags, String data)
      throws LinuxException {
    int errno = Libc.mount(source, target.toString(), type, flags, data);
    if (errno != 0) {
      throw new LinuxException("mount", (type.isEmpty() ? source : type) + " at " + target, errno);
    }
  }

  private static void unmount(Path target, int flags) throws LinuxException {
    int errno = Libc.umount(target.toString(), flags);
    if (errno != 0) {
      throw new LinuxException("unmount", target.toString(), errno);
    }
  }

  private static String join(List<Path> directories) {
    return directories.stream().map(Mounts::escape).collect(Collectors.joining(":"));
  }

  /** The overlay filesystem separates directories by colons and options by commas. */
  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:").replace(",", "\\,");
  }

  /** The kernel writes blank, tab, newline and backslash as three octal digits. */
  private static String unescape(String text) {
    var plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 3 < text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }
}
