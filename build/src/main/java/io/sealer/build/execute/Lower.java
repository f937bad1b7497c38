package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.build.context.SourceException;
import io.sealer.build.execute.LayerIndex.Indexed;
import io.sealer.oci.layer.Layer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the layers so far have, as far as it decides where copied files go: directories and links. A
 * link above a file is followed, inside of the image, instead of being replaced.
 */
final class Lower {
  /** No layers. */
  static final Lower NOTHING = new Lower();

  private static final int MOST_LINKS = 40;

  private final Map<String, String> links = new HashMap<>();
  private final Map<String, Integer> directories = new HashMap<>();

  private Lower() {}

  /** What these layers have, lowest first. */
  static Lower of(LayerIndex index, List<Layer> layers) throws IOException {
    var lower = new Lower();
    for (Layer layer : layers) {
      lower.add(index.of(layer.descriptor()));
    }
    return lower;
  }

  private void add(Indexed layer) {
    layer.opaque().forEach(directory -> forgetBelow(directory + "/"));
    for (String gone : layer.removed()) {
      links.remove(gone);
      directories.remove(gone);
      forgetBelow(gone + "/");
    }
    layer
        .directories()
        .forEach(
            (path, mode) -> {
              links.remove(path);
              directories.put(path, mode);
            });
    layer
        .links()
        .forEach(
            (path, target) -> {
              if (directories.remove(path) != null) {
                forgetBelow(path + "/");
              }
              links.put(path, target);
            });
  }

  private void forgetBelow(String prefix) {
    links.keySet().removeIf(path -> path.startsWith(prefix));
    directories.keySet().removeIf(path -> path.startsWith(prefix));
  }

  /** Whether there is a directory, or a link that leads to one. */
  boolean isDirectory(String path) throws SourceException {
    return directories.containsKey(follow(path, true));
  }

  /** The permissions of a directory, or these when there is none yet. */
  int mode(String directory, int otherwise) {
    return directories.getOrDefault(directory, otherwise);
  }

  /** The files under the paths that they have when links are followed. */
  Map<String, Entry> place(Map<String, Entry> files) throws SourceException {
    if (links.isEmpty()) {
      return files;
    }
    var placed = new TreeMap<String, Entry>();
    for (Entry entry : files.values()) {
      String path = follow(entry.path(), entry.kind() == Entry.Kind.DIRECTORY);
      if (!path.isEmpty()) {
        placed.put(path, entry.as(path));
      }
    }
    return placed;
  }

  private String follow(String path, boolean lastToo) throws SourceException {
    Deque<String> todo = new ArrayDeque<>(List.of(path.split("/")));
    String at = "";
    int followed = 0;
    while (!todo.isEmpty()) {
      String part = todo.pop();
      if (part.equals("..")) {
        at = LayerNotes.parent(at);
        continue;
      }
      String next = at.isEmpty() ? part : at + "/" + part;
      String target = lastToo || !todo.isEmpty() ? links.get(next) : null;
      if (target == null) {
        at = next;
        continue;
      }
      if (++followed > MOST_LINKS) {
        throw new SourceException(
            "'" + path + "' goes through links that lead to each other",
            "remove the link '" + next + "' of the image first");
      }
      at = target.startsWith("/") ? "" : at;
      for (String step : List.of(target.split("/")).reversed()) {
        if (!step.isEmpty() && !step.equals(".")) {
          todo.push(step);
        }
      }
    }
    return at;
  }
}
