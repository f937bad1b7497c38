package io.sealer.build.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Flags and other words of a command, as pflag reads them: {@code --name value}, {@code
 * --name=value}, {@code -n value}, {@code -nvalue}, {@code -n=value}.
 *
 * @param plain words that are no flags, in order
 * @param flags each flag with its value, in order; long names
 */
record Arguments(List<String> plain, List<Flag> flags) {

  /** A flag under its long name; an empty value when it takes none. */
  record Flag(String name, String value) {}

  /**
   * Reads words.
   *
   * @param shorts short flags and their long names
   * @param bare long flags that take no separate value
   */
  static Arguments read(List<String> words, Map<Character, String> shorts, Set<String> bare) {
    var plain = new ArrayList<String>();
    var flags = new ArrayList<Flag>();
    var rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      if (word.equals("--")) {
        break;
      } else if (word.startsWith("--")) {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        flags.add(
            new Flag(name, value(equals < 0 ? "" : word.substring(equals), name, rest, bare)));
      } else if (word.startsWith("-") && word.length() > 1) {
        String name = shorts.getOrDefault(word.charAt(1), word.substring(1, 2));
        flags.add(new Flag(name, value(word.substring(2), name, rest, bare)));
      } else {
        plain.add(word);
      }
    }
    return new Arguments(plain, flags);
  }

  private static String value(String joined, String name, List<String> rest, Set<String> bare) {
    if (!joined.isEmpty()) {
      return joined.startsWith("=") ? joined.substring(1) : joined;
    }
    return bare.contains(name) || rest.isEmpty() ? "" : rest.removeFirst();
  }

  List<String> all(String name) {
    return flags.stream().filter(flag -> flag.name().equals(name)).map(Flag::value).toList();
  }

  boolean has(String name) {
    return flags.stream()
        .anyMatch(flag -> flag.name().equals(name) && !flag.value().equals("false"));
  }
}
