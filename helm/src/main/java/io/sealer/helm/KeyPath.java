package io.sealer.helm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a value goes, as {@code --set} writes it: {@code a.b[2].c}.
 *
 * @param keys from the root: texts are keys of maps, numbers are places in lists
 */
record KeyPath(List<Object> keys) {
  private static final int LONGEST_LIST = 65536;

  /** Understands a path; a backslash takes the meaning from the next character. */
  static KeyPath parse(String text) throws HelmException {
    var keys = new ArrayList<Object>();
    var key = new StringBuilder();
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        key.append(text.charAt(++i));
        begun = true;
      } else if (c == '.' || c == '[') {
        if (begun) {
          keys.add(key.toString());
          key.setLength(0);
        }
        begun = false;
        if (c == '[') {
          int end = text.indexOf(']', i);
          keys.add(index(text, i, end));
          i = end;
        }
      } else {
        key.append(c);
        begun = true;
      }
    }
    if (begun) {
      keys.add(key.toString());
    }
    if (keys.isEmpty() || !(keys.getFirst() instanceof String)) {
      throw new HelmException("'" + text + "' does not say which value to set", Values.HINT);
    }
    return new KeyPath(List.copyOf(keys));
  }

  private static Integer index(String text, int open, int close) throws HelmException {
    String number = close < 0 ? "" : text.substring(open + 1, close);
    if (!number.matches("\\d{1,5}") || Integer.parseInt(number) >= LONGEST_LIST) {
      throw new HelmException(
          "'%s' has no place in a list after '['".formatted(text), "write for example list[0]");
    }
    return Integer.valueOf(number);
  }

  /**
   * Puts a value into a tree of maps and lists; null removes the chart's own.
   *
   * @param fallback looked into for a list that the tree lacks, because a place in a list changes
   *     the list that is there
   */
  void put(Map<String, @Nullable Object> tree, Map<String, ?> fallback, @Nullable Object value) {
    @Nullable Object below = fallback;
    Object here = tree;
    for (int i = 0; i < keys.size(); i++) {
      Object key = keys.get(i);
      below = get(below, key).orElse(new HashMap<>());
      if (i == keys.size() - 1) {
        set(here, key, value);
      } else {
        Object child =
            get(here, key).filter(is(keys.get(i + 1))).orElse(fresh(keys.get(i + 1), below));
        set(here, key, child);
        here = child;
      }
    }
  }

  private static Predicate<Object> is(Object next) {
    return child -> next instanceof Integer ? child instanceof List<?> : child instanceof Map<?, ?>;
  }

  private static Object fresh(Object next, @Nullable Object below) {
    if (next instanceof Integer) {
      return below instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }
    return new LinkedHashMap<>();
  }

  private static Optional<Object> get(@Nullable Object node, Object key) {
    return switch (node) {
      case Map<?, ?> map -> Optional.ofNullable(map.get(key));
      case List<?> list when key instanceof Integer at && at < list.size() ->
          Optional.ofNullable(list.get(at));
      case null, default -> Optional.empty();
    };
  }

  @SuppressWarnings("unchecked") // trees are made of what this class makes
  private static void set(Object node, Object key, @Nullable Object value) {
    if (node instanceof List<?> list && key instanceof Integer at) {
      var places = (List<@Nullable Object>) list;
      while (places.size() <= at) {
        places.add(null);
      }
      places.set(at, value);
    } else {
      ((Map<Object, @Nullable Object>) node).put(key, value);
    }
  }
}
