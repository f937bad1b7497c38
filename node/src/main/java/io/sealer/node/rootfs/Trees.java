package io.sealer.node.rootfs;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole trees of files; symbolic links are never followed. */
final class Trees {
  private Trees() {}

  static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Everything below, relative, parents before children. */
  static List<String> paths(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  /** Removes a file or a tree, if it is there. */
  static void remove(Path path) throws IOException {
    if (!isDirectory(path)) {
      Files.deleteIfExists(path);
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What happens to owner and permissions of directories that are there already. */
  enum Directories {
    KEEP,
    REPLACE
  }

  /** Moves all files of a tree over those of another; each is replaced at once. */
  static void merge(Path from, Path to, Directories existing) throws IOException {
    for (String path : paths(from)) {
      Path source = from.resolve(path);
      Path target = to.resolve(path);
      if (isDirectory(source)) {
        directory(source, target, existing);
      } else {
        if (isDirectory(target)) {
          remove(target);
        }
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private static void directory(Path source, Path target, Directories existing) throws IOException {
    if (isDirectory(target)) {
      if (existing == Directories.KEEP) {
        return;
      }
    } else {
      Files.deleteIfExists(target);
      Files.createDirectory(target);
    }
    Files.setAttribute(target, "unix:uid", Files.getAttribute(source, "unix:uid"));
    Files.setAttribute(target, "unix:gid", Files.getAttribute(source, "unix:gid"));
    Files.setAttribute(target, "unix:mode", Files.getAttribute(source, "unix:mode"));
  }

  /**
   * Removes what was there before and is no more; directories only when nothing else is in them.
   */
  static void removeVanished(Path root, Collection<String> before, Set<String> now)
      throws IOException {
    for (String path : new TreeSet<>(before).descendingSet()) {
      Path file = root.resolve(path);
      if (now.contains(path) || !isInside(root, file)) {
        continue;
      }
      if (!isDirectory(file)) {
        Files.deleteIfExists(file);
      } else if (isEmpty(file)) {
        Files.delete(file);
      }
    }
  }

  /** A parent may be a link by now: what lies behind it is not what was there before. */
  private static boolean isInside(Path root, Path file) {
    for (Path parent = file.getParent();
        parent != null && !parent.equals(root);
        parent = parent.getParent()) {
      if (!isDirectory(parent)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.findAny().isEmpty();
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** Waits until all of it is on the disk (syncfs(2), which Java does not have). */
  static void sync(Path directory) throws IOException {
    Process sync =
        new ProcessBuilder("sync", "-f", directory.toString()).redirectErrorStream(true).start();
    try (InputStream said = sync.getInputStream()) {
      String words = new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (sync.waitFor() != 0) {
        throw new OciException("cannot sync " + directory + ": " + words, "check the disk");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while syncing " + directory, e);
    }
  }
}
