package io.sealer.build.chart;

import io.sealer.build.chart.ImageTree.At;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files that can also be reached through symbolic links of the image, as commands and Helm reach
 * them: a sub-chart that lies beside its chart, {@code manifests/current}.
 */
final class Links {
  /** Links that lead through links that lead through links. */
  private static final int ROUNDS = 4;

  private static final int MOST_FILES = 200_000;

  private Links() {}

  /** The files, and again under each path that leads to them inside of the image. */
  static NavigableMap<String, At> followed(Map<String, At> files, Map<String, String> links) {
    NavigableMap<String, At> all = new TreeMap<>(files);
    boolean found = !links.isEmpty();
    for (int round = 0; found && round < ROUNDS; round++) {
      var more = new TreeMap<String, At>();
      links.forEach((path, target) -> reached(path, target, all, more));
      more.keySet().removeAll(all.keySet());
      all.putAll(more);
      found = !more.isEmpty();
    }
    return all;
  }

  /** Links that lead to a directory above themselves: what follows them comes to no end. */
  static NavigableSet<String> circles(Map<String, String> links) {
    var circles = new TreeSet<String>();
    links.forEach(
        (path, target) ->
            resolved(path, target)
                .filter(real -> path.startsWith(real + "/"))
                .ifPresent(_ -> circles.add(path)));
    return circles;
  }

  private static void reached(
      String path, String target, NavigableMap<String, At> all, Map<String, At> more) {
    Optional<String> real = resolved(path, target);
    // What leads to a directory above itself has no end.
    if (real.isEmpty() || path.startsWith(real.get() + "/") || all.size() > MOST_FILES) {
      return;
    }
    At file = all.get(real.get());
    if (file != null) {
      more.put(path, file);
    }
    // '0' follows '/'.
    all.subMap(real.get() + "/", real.get() + "0")
        .forEach((below, at) -> more.put(path + below.substring(real.get().length()), at));
  }

  /** Empty when it leads out of the image or to its root. */
  private static Optional<String> resolved(String path, String target) {
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> parts = new ArrayDeque<>();
    String directory = path.substring(0, path.lastIndexOf('/') + 1);
    for (String part : (directory + target).split("/")) {
      if (part.equals("..") && parts.pollLast() == null) {
        return Optional.empty();
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.addLast(part);
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("/", parts));
  }
}
