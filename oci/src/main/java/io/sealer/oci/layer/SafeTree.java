package io.sealer.oci.layer;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A directory in which names are resolved as inside of a chroot: symbolic links of any kind lead
 * nowhere else. Holds as long as nobody else changes the directory meanwhile.
 */
final class SafeTree {
  private static final int MOST_LINKS = 40;

  private final Path root;

  SafeTree(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  static boolean weAreRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException e) {
      return false; // without /proc we do not know, and root's powers are not used
    }
  }

  static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The parts of a name; blanks and dots are left out, going up is refused. */
  static List<String> parts(String name) throws OciException {
    var parts = new ArrayList<String>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..") || part.indexOf('\0') >= 0) {
        throw refused(name, "leads out of the directory");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  static OciException refused(String name, String why) {
    return new OciException(
        "entry '" + name + "' " + why, "the layer is damaged or hostile; do not use the image");
  }

  /**
   * Where an entry goes: links in its parent directories are followed inside of the tree, missing
   * directories are made, a link in its last part is not followed.
   */
  Path place(String name) throws IOException {
    List<String> parts = parts(name);
    if (parts.isEmpty()) {
      return root;
    }
    return directory(name, parts.subList(0, parts.size() - 1)).resolve(parts.getLast());
  }

  private Path directory(String name, List<String> parts) throws IOException {
    Deque<String> todo = new ArrayDeque<>(parts);
    Path at = root;
    int links = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.equals("..")) {
        at = at.equals(root) ? root : parent(at);
        continue;
      }
      Path next = at.resolve(part);
      if (Files.isSymbolicLink(next)) {
        if (++links > MOST_LINKS) {
          throw refused(name, "goes through too many symbolic links");
        }
        String target = Files.readSymbolicLink(next).toString();
        at = target.startsWith("/") ? root : at;
        pushAll(todo, target);
      } else {
        at = enter(name, next);
      }
    }
    return at;
  }

  private static void pushAll(Deque<String> todo, String target) {
    for (String part : List.of(target.split("/", -1)).reversed()) {
      if (!part.isEmpty() && !part.equals(".")) {
        todo.push(part);
      }
    }
  }

  private Path parent(Path at) {
    Path parent = at.getParent();
    return parent == null ? root : parent;
  }

  private static Path enter(String name, Path directory) throws IOException {
    if (!isDirectory(directory)) {
      if (exists(directory)) {
        throw refused(name, "lies below '" + directory.getFileName() + "', which is no directory");
      }
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    return directory;
  }

  /** Removes whatever lies there, links not followed. */
  static void remove(Path path) throws IOException {
    if (isDirectory(path)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          remove(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
