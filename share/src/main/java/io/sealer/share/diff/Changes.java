package io.sealer.share.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Names that are only in the second image, only in the first, and in both but not the same; each
 * sorted.
 */
public record Changes(List<String> added, List<String> removed, List<String> changed) {
  public Changes {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }

  /** Compares what stands under each name. */
  static <V> Changes between(Map<String, V> before, Map<String, V> after) {
    var added = new ArrayList<String>();
    var removed = new ArrayList<String>();
    var changed = new ArrayList<String>();
    var names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!before.containsKey(name)) {
        added.add(name);
      } else if (!after.containsKey(name)) {
        removed.add(name);
      } else if (!Objects.equals(before.get(name), after.get(name))) {
        changed.add(name);
      }
    }
    return new Changes(added, removed, changed);
  }

  /** Whether nothing differs. */
  public boolean none() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }
}
