package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Lists files in the order of their paths, without following links. */
public final class FileTree {
  /** What stands for bytes that are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final Path root;
  private final Predicate<String> leftOut;
  private final boolean walkLeftOut;
  private final int prefix;
  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<String, IOException> unusable = new TreeMap<>();

  private FileTree(Path root, Predicate<String> leftOut, boolean walkLeftOut) {
    this.root = root;
    this.leftOut = leftOut;
    this.walkLeftOut = walkLeftOut;
    this.prefix = root.getNameCount() == 0 ? 1 : root.toString().length() + 1;
  }

  /**
   * What a walk has found.
   *
   * @param entries sorted by path
   * @param unusable paths of sockets, pipes, devices and of what may not be read, each with why
   */
  record Listing(List<Entry> entries, TreeMap<String, IOException> unusable) {}

  /**
   * Everything below a directory, itself left out, sorted; {@code leftOut} is asked with the
   * relative path.
   *
   * @throws UnsupportedFileException when there is a socket, pipe or device
   */
  public static List<Entry> list(Path root, Predicate<String> leftOut, boolean walkLeftOut)
      throws IOException {
    Listing listing = walk(root, leftOut, walkLeftOut);
    if (!listing.unusable.isEmpty()) {
      throw listing.unusable.firstEntry().getValue();
    }
    return listing.entries;
  }

  /** Like {@link #list}, but goes on when something cannot be used: nobody may ask for it. */
  static Listing walk(Path root, Predicate<String> leftOut, boolean walkLeftOut)
      throws IOException {
    var tree = new FileTree(root, leftOut, walkLeftOut);
    Files.walkFileTree(root, tree.new Visitor());
    tree.entries.sort(Comparator.comparing(Entry::path));
    return new Listing(tree.entries, tree.unusable);
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (directory.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      String path = relative(directory);
      if (!isText(directory, path)) {
        visitFile(directory, attributes);
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (!leftOut.test(path)) {
        add(path, directory);
      } else if (!walkLeftOut) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = relative(file);
      if (!leftOut.test(path)) {
        add(path, file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(root) || !(failure instanceof AccessDeniedException)) {
        throw failure;
      }
      String path = relative(file);
      if (!leftOut.test(path)) {
        unusable.put(path, failure);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private void add(String path, Path file) throws IOException {
    if (!isText(file, path)) {
      unusable.put(path, new UnreadableNameException(file));
      return;
    }
    try {
      entries.add(entry(path, file));
    } catch (UnsupportedFileException e) {
      unusable.put(path, e);
    }
  }

  /** Two names that are not would look the same, and one would take the place of the other. */
  private static boolean isText(Path file, String path) {
    return path.indexOf(REPLACEMENT) < 0 || Path.of(file.toString()).equals(file);
  }

  private String relative(Path file) {
    return file.toString().substring(prefix);
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
}
