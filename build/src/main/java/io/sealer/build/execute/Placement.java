package io.sealer.build.execute;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.context.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the sources of a COPY go (Dockerfile reference, "COPY"): a directory's content goes into
 * the target; a file goes into it when it ends with a slash, is a directory already, or there are
 * several sources; else the file is called so.
 */
final class Placement {
  private final TreeMap<String, Entry> placed = new TreeMap<>();

  private Placement() {}

  /** The files under the paths they get in an empty image, sorted by path. */
  static Map<String, Entry> of(BuildContext context, List<String> sources, String target)
      throws SourceException {
    return of(context, sources, target, Lower.NOTHING);
  }

  /** The files under the paths they get in the image, sorted by path. */
  static Map<String, Entry> of(
      BuildContext context, List<String> sources, String target, Lower lower)
      throws SourceException {
    var matches = new ArrayList<Entry>();
    for (String source : sources) {
      matches.addAll(context.match(source));
    }
    String to = inside(target);
    boolean directory = takesSeveral(target, to, lower) || matches.size() > 1;
    var placement = new Placement();
    for (Entry match : matches) {
      placement.put(context, match, to, directory);
    }
    return placement.placed;
  }

  private static boolean takesSeveral(String target, String to, Lower lower)
      throws SourceException {
    return target.endsWith("/") || target.endsWith("/.") || to.isEmpty() || lower.isDirectory(to);
  }

  /** Where one file goes that is called so. */
  static String of(String name, String target, Lower lower) throws SourceException {
    String to = inside(target);
    return takesSeveral(target, to, lower) ? join(to, name) : to;
  }

  private void put(BuildContext context, Entry match, String to, boolean intoDirectory) {
    if (match.kind() != Entry.Kind.DIRECTORY) {
      String name = match.path().substring(match.path().lastIndexOf('/') + 1);
      String path = intoDirectory ? join(to, name) : to;
      placed.put(path, match.as(path));
      return;
    }
    if (!to.isEmpty()) {
      placed.put(to, match.as(to));
    }
    int skip = match.path().isEmpty() ? 0 : match.path().length() + 1;
    for (Entry below : context.below(match)) {
      String path = join(to, below.path().substring(skip));
      placed.put(path, below.as(path));
    }
  }

  /** The target without leading and trailing slashes and without dots. */
  private static String inside(String target) throws SourceException {
    String path = Path.of("/").resolve(target.replaceFirst("^/+", "")).normalize().toString();
    if (target.contains("..")
        && Path.of(target.replaceFirst("^/+", "")).normalize().startsWith("..")) {
      throw new SourceException(
          "the target '" + target + "' lies outside the image",
          "targets are relative to the root of the image");
    }
    return path.substring(1);
  }

  private static String join(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
