package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that a build may copy: a directory without what its ignore file names. Read once; not
 * to be changed while a build runs. Sources cannot leave it.
 */
public final class BuildContext {
  private static final int WRITE_OF_OTHERS = 022;
  private static final int STICKY = 01000;

  private final Path root;
  private final IgnoreRules rules;
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final TreeMap<String, IOException> unusable;

  private BuildContext(Path root, IgnoreRules rules, FileTree.Listing listing) {
    this.root = root;
    this.rules = rules;
    this.unusable = listing.unusable();
    listing.entries().forEach(entry -> entries.put(entry.path(), entry));
  }

  /** Reads which files there are. */
  public static BuildContext read(Path directory) throws IOException {
    return read(directory, directory);
  }

  /** Reads which files there are; one that the build itself writes is none of them. */
  public static BuildContext read(Path directory, Path without) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw Files.exists(directory)
          ? new NotDirectoryException(directory.toString())
          : new NoSuchFileException(directory.toString());
    }
    Path root = directory.toRealPath();
    IgnoreRules rules = IgnoreRules.of(root);
    var listing = FileTree.walk(root, rules::ignores, rules.hasExceptions());
    Path here = directory.toAbsolutePath().normalize();
    Path own = without.toAbsolutePath().normalize();
    if (own.startsWith(here)) {
      String path = here.relativize(own).toString();
      listing.entries().removeIf(entry -> entry.path().equals(path));
    }
    listing.entries().replaceAll(BuildContext::withoutUmask);
    return new BuildContext(root, rules, listing);
  }

  /** The umask of a checkout must not decide the digest of an image. */
  private static Entry withoutUmask(Entry e) {
    int mode = (e.mode() & STICKY) == 0 ? e.mode() & ~WRITE_OF_OTHERS : e.mode();
    return new Entry(e.path(), e.file(), e.kind(), mode, e.size(), e.modified(), e.inode());
  }

  /** The same view on a tree that has no ignore file, such as the files of another image. */
  public static BuildContext ofTree(Path directory) throws IOException {
    Path root = directory.toRealPath();
    return new BuildContext(root, IgnoreRules.NONE, FileTree.walk(root, path -> false, false));
  }

  public Path root() {
    return root;
  }

  /**
   * The files and directories that a source names, sorted: one, or all that match a pattern. A
   * source that is a link stands for the file or directory of the context that it leads to.
   *
   * @throws SourceException when there is none, it would lie outside, or it or something below it
   *     cannot be copied
   */
  public List<Entry> match(String source) throws SourceException {
    String path = normal(source);
    List<Entry> found = Globs.isPattern(path) ? matching(source, path) : List.of(one(source, path));
    var usable = new ArrayList<Entry>();
    for (Entry entry : found) {
      Entry real = entry.kind() == Entry.Kind.LINK ? followed(entry) : entry;
      requireUsable(real.path());
      usable.add(real);
    }
    return List.copyOf(usable);
  }

  private List<Entry> matching(String source, String path) throws SourceException {
    Pattern pattern;
    try {
      pattern = Pattern.compile(Globs.regex(path), Pattern.DOTALL);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          String.valueOf(e.getMessage()), "write \\ before a character that means itself");
    }
    List<Entry> found =
        entries.values().stream().filter(entry -> pattern.matcher(entry.path()).matches()).toList();
    if (found.isEmpty()) {
      throw new SourceException("nothing in the build context matches '" + source + "'", "");
    }
    return found;
  }

  private Entry one(String source, String path) throws SourceException {
    if (path.isEmpty()) {
      return new Entry("", root, Entry.Kind.DIRECTORY, 0755, 0, 0, 0);
    }
    Entry entry = entries.get(path);
    if (entry != null) {
      return entry;
    }
    requireUsable(path);
    return throughLinks(path)
        .orElseThrow(
            () ->
                new SourceException(
                    "'" + source + "' is not in the build context", missingHint(path)));
  }

  /** What a link of the context leads to; a link of another tree that leads nowhere stays one. */
  private Entry followed(Entry link) throws SourceException {
    Optional<Entry> target = throughLinks(link.path());
    if (target.isPresent() || rules == IgnoreRules.NONE) {
      return target.orElse(link);
    }
    throw new SourceException(
        "'" + link.path() + "' is a link to something that is not in the build context",
        "copy the file itself into the context");
  }

  private Optional<Entry> throughLinks(String path) {
    try {
      Path real = root.resolve(path).toRealPath();
      Entry entry = real.startsWith(root) ? entries.get(root.relativize(real).toString()) : null;
      return Optional.ofNullable(entry).map(e -> e.kind() == Entry.Kind.DIRECTORY ? e : e.as(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Sockets and unreadable files do no harm until somebody wants to copy them. */
  private void requireUsable(String path) throws SourceException {
    for (Map.Entry<String, IOException> each : unusable.entrySet()) {
      String bad = each.getKey();
      if (path.isEmpty() || bad.equals(path) || bad.startsWith(path + "/")) {
        throw unusable(bad, each.getValue());
      }
    }
  }

  private static SourceException unusable(String path, IOException why) {
    return switch (why) {
      case UnsupportedFileException e ->
          new SourceException(
              "'" + path + "' is a socket, pipe or device",
              "remove it or name it in .sealerignore");
      case UnreadableNameException e ->
          new SourceException(
              "'" + path + "' has a name that is not UTF-8",
              "rename it, for instance with convmv, or name it in .sealerignore");
      default -> unreadable(path);
    };
  }

  /** A file of the context that may not be read. */
  public static SourceException unreadable(String path) {
    return new SourceException(
        "'" + path + "' cannot be read", "make it readable or name it in .sealerignore");
  }

  /** What could not be looked at because it may not be read, sorted. */
  public List<String> unreadable() {
    return unusable.entrySet().stream()
        .filter(each -> each.getValue() instanceof AccessDeniedException)
        .map(Map.Entry::getKey)
        .toList();
  }

  private String missingHint(String path) {
    Optional<IgnoreRules.Rule> rule = rules.hiding(path);
    if (rule.isPresent() && Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      return "it is left out by " + rule.get().describe();
    }
    String directory = parent(path);
    List<String> siblings =
        entries.keySet().stream().filter(p -> parent(p).equals(directory)).toList();
    Optional<String> nearest = siblings.stream().filter(other -> isNear(other, path)).findFirst();
    if (nearest.isPresent()) {
      return "did you mean '" + nearest.get() + "'?";
    }
    return siblings.isEmpty()
        ? "the build context is " + root
        : "there is " + String.join(", ", siblings.subList(0, Math.min(8, siblings.size())));
  }

  /** Differs in case, or by one character more, less or changed. */
  private static boolean isNear(String one, String other) {
    if (one.equalsIgnoreCase(other)) {
      return true;
    }
    int same = Math.max(0, Arrays.mismatch(one.toCharArray(), other.toCharArray()));
    String a = one.substring(same);
    String b = other.substring(same);
    String afterA = a.substring(Math.min(1, a.length()));
    String afterB = b.substring(Math.min(1, b.length()));
    return afterA.equals(afterB) || afterA.equals(b) || a.equals(afterB);
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** All files and directories, sorted. */
  public List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** Everything below a directory of the context, sorted, the directory itself left out. */
  public List<Entry> below(Entry directory) {
    if (directory.path().isEmpty()) {
      return List.copyOf(entries.values());
    }
    Map<String, Entry> range = entries.subMap(directory.path() + "/", directory.path() + "0");
    return List.copyOf(range.values());
  }

  private static String normal(String source) throws SourceException {
    var parts = new ArrayList<String>();
    for (String part : source.split("/")) {
      if (part.equals("..") && parts.isEmpty()) {
        throw new SourceException(
            "'" + source + "' lies outside the build context",
            "copy it into the context, or build from its parent folder");
      } else if (part.equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
