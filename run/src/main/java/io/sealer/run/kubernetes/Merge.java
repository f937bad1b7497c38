package io.sealer.run.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Lays one document over another: mappings merge, everything else is replaced. */
final class Merge {
  private static final String SANS = "certSANs";

  private Merge() {}

  /** A new mapping of both; where both say something, {@code over} wins; certSANs add up. */
  static Map<String, Object> over(Map<String, Object> base, Map<String, Object> over) {
    var merged = new LinkedHashMap<>(base);
    over.forEach(
        (key, value) -> {
          Object old = merged.get(key);
          if (old instanceof Map<?, ?> left && value instanceof Map<?, ?> right) {
            merged.put(key, over(strings(left), strings(right)));
          } else if (key.equals(SANS)
              && old instanceof List<?> left
              && value instanceof List<?> r) {
            var all = new LinkedHashSet<Object>(left);
            all.addAll(r);
            merged.put(key, new ArrayList<>(all));
          } else {
            merged.put(key, value);
          }
        });
    return merged;
  }

  static Map<String, Object> strings(Map<?, ?> map) {
    var all = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> all.put(String.valueOf(key), value));
    return all;
  }
}
