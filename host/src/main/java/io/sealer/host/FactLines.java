package io.sealer.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of facts.sh by name; complains about any that should not be there or is missing. */
final class FactLines {
  private static final Set<String> NAMES =
      Set.of(
          "sealer-facts",
          "time",
          "uid",
          "hostname",
          "kernel",
          "os-release",
          "machine-id",
          "cpus",
          "memory",
          "swap",
          "disk",
          "interface",
          "address",
          "default-address",
          "cgroups",
          "init",
          "listen",
          "listen-raw",
          "runtime",
          "kubernetes",
          "kubernetes-file",
          "kubelet-running",
          "sealer-file",
          "end");

  private final Map<String, List<List<String>>> byName = new HashMap<>();

  FactLines(String text) {
    List<String> lines = text.lines().toList();
    for (String line : lines) {
      List<String> words = List.of(line.split("\t", -1));
      if (!NAMES.contains(words.getFirst())) {
        throw new IllegalArgumentException("unknown fact: " + line);
      }
      byName
          .computeIfAbsent(words.getFirst(), name -> new ArrayList<>())
          .add(words.subList(1, words.size()));
    }
    if (lines.isEmpty() || !lines.getLast().equals("end")) {
      throw new IllegalArgumentException("the facts end too early");
    }
  }

  /** Every line of this name, each with exactly so many words. */
  List<List<String>> all(String name, int words) {
    List<List<String>> lines = byName.getOrDefault(name, List.of());
    for (List<String> line : lines) {
      if (line.size() != words) {
        throw new IllegalArgumentException(name + " needs " + words + " words: " + line);
      }
    }
    return lines;
  }

  /** The one line of this name. */
  List<String> one(String name, int words) {
    return maybe(name, words).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
  }

  /** The one line of this name, if there is any. */
  Optional<List<String>> maybe(String name, int words) {
    List<List<String>> lines = all(name, words);
    if (lines.size() > 1) {
      throw new IllegalArgumentException(name + " came " + lines.size() + " times");
    }
    return lines.stream().findFirst();
  }

  String word(String name) {
    return one(name, 1).getFirst();
  }

  long number(String name) {
    return number(name, word(name));
  }

  static long number(String name, String word) {
    try {
      long number = Long.parseLong(word);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number: " + word, e);
    }
    throw new IllegalArgumentException(name + " is negative: " + word);
  }

  boolean yes(String name, String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException(name + " is neither yes nor no: " + word);
    };
  }
}
