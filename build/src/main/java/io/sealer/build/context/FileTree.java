package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Lists files in the order of their paths, without following links. */
public final class FileTree {
  private FileTree() {}

  /**
   * Everything below a directory, itself left out, sorted; {@code leftOut} is asked with the
   * relative path.
   */
  public static List<Entry> list(Path root, Predicate<String> leftOut, boolean walkLeftOut)
      throws IOException {
    var entries = new ArrayList<Entry>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (directory.equals(root)) {
              return FileVisitResult.CONTINUE;
            }
            String path = relative(root, directory);
            if (!leftOut.test(path)) {
              entries.add(entry(path, directory));
            } else if (!walkLeftOut) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = relative(root, file);
            if (!leftOut.test(path)) {
              entries.add(entry(path, file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  /** One file as an entry. */
  public static Entry entry(String path, Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            file, "unix:mode,size,lastModifiedTime,ino", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) attributes.getOrDefault("mode", 0);
    return new Entry(
        path,
        file,
        kind(file, mode),
        mode & 07777,
        (long) attributes.getOrDefault("size", 0L),
        attributes.get("lastModifiedTime") instanceof FileTime time
            ? time.to(TimeUnit.NANOSECONDS)
            : 0,
        (long) attributes.getOrDefault("ino", 0L));
  }

  private static Entry.Kind kind(Path file, int mode) throws IOException {
    return switch (mode & 0170000) {
      case 0100000 -> Entry.Kind.FILE;
      case 0040000 -> Entry.Kind.DIRECTORY;
      case 0120000 -> Entry.Kind.LINK;
      default -> throw new UnsupportedFileException(file);
    };
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString();
  }
}
