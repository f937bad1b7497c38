package io.sealer.share.registry;

import io.sealer.share.serve.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which repositories there are. */
final class Repositories {
  private Repositories() {}

  /** Whether anything was ever pushed here. */
  static boolean isOne(Path directory) {
    return Files.isDirectory(directory.resolve(DataLayout.MANIFESTS))
        || Files.isDirectory(directory.resolve(DataLayout.BLOBS));
  }

  /** All of them, in no order. */
  static List<Repository> all(DataLayout layout) throws IOException {
    var found = new ArrayList<Repository>();
    walk(layout.repositories(), "", found);
    return found;
  }

  private static void walk(Path directory, String path, List<Repository> found) throws IOException {
    if (!path.isEmpty() && isOne(directory)) {
      found.add(new Repository(Optional.empty(), path));
    }
    for (Path below : Links.in(directory)) {
      String name = String.valueOf(below.getFileName());
      if (!name.startsWith("_") && Files.isDirectory(below)) {
        walk(below, path.isEmpty() ? name : path + "/" + name, found);
      }
    }
  }
}
