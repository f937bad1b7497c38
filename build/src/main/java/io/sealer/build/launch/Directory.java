package io.sealer.build.launch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where a command stands in the image.
 *
 * @param path in the image; empty is its root
 * @param there whether the image has a file or directory of this path
 */
record Directory(String path, Predicate<String> there) {
  /** Where the image's files lie on hosts; commands may say it in front of a path. */
  private static final List<String> ROOTS =
      List.of("/var/lib/sealer/data/[^/]+/rootfs/", "\\$\\{?\\w*(?i:rootfs|pwd)\\w*\\}?/");

  /**
   * The path in the image that a word means. What is not here but in the image's root is taken
   * there, because applications' commands are run in either.
   */
  String resolve(String word) {
    String given = word;
    for (String root : ROOTS) {
      given = given.replaceFirst("^" + root, "/");
    }
    String fromRoot = normal(given);
    if (given.startsWith("/")) {
      return fromRoot;
    }
    String fromHere = normal(path + "/" + given);
    return !there.test(fromHere) && there.test(fromRoot) ? fromRoot : fromHere;
  }

  boolean exists(String word) {
    return there.test(resolve(word));
  }

  Directory change(String word) {
    return word.startsWith("$") && !word.contains("/")
        ? new Directory("", there)
        : new Directory(resolve(word), there);
  }

  private static String normal(String path) {
    try {
      String text = Path.of("/" + path).normalize().toString();
      return text.substring(1);
    } catch (InvalidPathException e) {
      return path;
    }
  }
}
