package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

  private final Predicate<String> leftOut;
  private final boolean walkLeftOut;
  private final int prefix;
  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<String, IOException> unusable = new TreeMap<>();

  private FileTree(Path root, Predicate<String> leftOut, boolean walkLeftOut) {
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
   * Everything below a directory, itself left out, sorted. What cannot be used is noted: nobody may
   * ask for it.
   *
   * @param leftOut is asked with the relative path
   * @param walkLeftOut whether something below a directory that is left out may be taken
   */
  static Listing walk(Path root, Predicate<String> leftOut, boolean walkLeftOut)
      throws IOException {
    var tree = new FileTree(root, leftOut, walkLeftOut);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
      tree.visit(children);
    }
    tree.entries.sort(Comparator.comparing(Entry::path));
    return new Listing(tree.entries, tree.unusable);
  }

  private void visit(DirectoryStream<Path> children) throws IOException {
    try {
      for (Path child : children) {
        visit(child);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** One question to the kernel for each file: contexts have many. */
  private void visit(Path file) throws IOException {
    String path = relative(file);
    boolean isLeftOut = leftOut.test(path);
    if (isLeftOut && !walkLeftOut) {
      return;
    }
    try {
      if (!isText(file.getFileName())) {
        throw new UnreadableNameException(file);
      }
      Entry entry = entry(path, file);
      if (entry.kind() == Entry.Kind.DIRECTORY) {
        directory(entry, isLeftOut);
      } else if (!isLeftOut) {
        entries.add(entry);
      }
    } catch (AccessDeniedException | UnsupportedFileException | UnreadableNameException e) {
      if (!isLeftOut) {
        unusable.put(path, e);
      }
    }
  }

  private void directory(Entry entry, boolean isLeftOut) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(entry.file())) {
      if (!isLeftOut) {
        entries.add(entry);
      }
      visit(children);
    }
  }

  /**
   * Whether a path is UTF-8: two that are not may look the same, and one would take the place of
   * the other.
   */
  public static boolean isText(Path file) {
    String text = file.toString();
    return text.indexOf(REPLACEMENT) < 0 || Path.of(text).equals(file);
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
