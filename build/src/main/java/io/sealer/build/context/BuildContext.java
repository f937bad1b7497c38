package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files that a build may copy: a directory without what its ignore file names. Read once; not
 * to be changed while a build runs. Sources cannot leave it.
 */
public final class BuildContext {
  private final Path root;
  private final TreeMap<String, Entry> entries = new TreeMap<>();

  private BuildContext(Path root, List<Entry> files) {
    this.root = root;
    files.forEach(entry -> entries.put(entry.path(), entry));
  }

  /** Reads which files there are. */
  public static BuildContext read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw Files.exists(directory)
          ? new NotDirectoryException(directory.toString())
          : new NoSuchFileException(directory.toString());
    }
    Path root = directory.toRealPath();
    IgnoreRules rules = IgnoreRules.of(root);
    return new BuildContext(root, FileTree.list(root, rules::ignores, rules.hasExceptions()));
  }

  /** The same view on a tree that has no ignore file, such as the files of another image. */
  public static BuildContext ofTree(Path directory) throws IOException {
    Path root = directory.toRealPath();
    return new BuildContext(root, FileTree.list(root, path -> false, false));
  }

  public Path root() {
    return root;
  }

  /**
   * The files and directories that a source names, sorted: one, or all that match a pattern.
   *
   * @throws SourceException when there is none, or it would lie outside
   */
  public List<Entry> match(String source) throws SourceException {
    String path = normal(source);
    if (Globs.isPattern(path)) {
      Pattern pattern = Pattern.compile(Globs.regex(path));
      List<Entry> found =
          entries.values().stream()
              .filter(entry -> pattern.matcher(entry.path()).matches())
              .toList();
      if (found.isEmpty()) {
        throw new SourceException("nothing in the build context matches '" + source + "'", "");
      }
      return found;
    }
    if (path.isEmpty()) {
      return List.of(new Entry("", root, Entry.Kind.DIRECTORY, 0755, 0, 0, 0));
    }
    Entry entry = entries.get(path);
    if (entry == null) {
      throw new SourceException("'" + source + "' is not in the build context", missingHint(path));
    }
    return List.of(entry);
  }

  private String missingHint(String path) {
    if (Files.exists(root.resolve(path))) {
      return "it is left out by .sealerignore or .dockerignore";
    }
    int slash = path.lastIndexOf('/');
    String directory = slash < 0 ? "" : path.substring(0, slash);
    List<String> there =
        entries.keySet().stream().filter(p -> parent(p).equals(directory)).limit(8).toList();
    return there.isEmpty()
        ? "the build context is " + root
        : "there is " + String.join(", ", there);
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
    Path path = Path.of("/").resolve(source.replaceFirst("^/+", ""));
    int depth = 0;
    for (Path part : path) {
      depth +=
          part.toString().equals("..")
              ? -1
              : part.toString().equals(".") || part.toString().isEmpty() ? 0 : 1;
      if (depth < 0) {
        throw new SourceException(
            "'" + source + "' lies outside the build context",
            "copy it into the context, or build from its parent folder");
      }
    }
    String normal = path.normalize().toString();
    return normal.substring(1);
  }
}
