package io.sealer.run.kubernetes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions as Kubefiles write it: comparisons ({@code >= 1.19, < 1.22}), wildcards
 * ({@code 1.20.x}), {@code ~1.20.2} (same minor), {@code ^1.20} (same major), joined with spaces or
 * commas, alternatives with {@code ||}.
 */
public final class VersionRange {
  private static final Pattern TERM =
      Pattern.compile(
          "(>=|<=|!=|>|<|=|~|\\^)?\\s*v?(\\d+)(?:\\.(\\d+|[xX*]))?(?:\\.(\\d+|[xX*]))?");

  private final List<List<Term>> alternatives;

  private VersionRange(List<List<Term>> alternatives) {
    this.alternatives = alternatives;
  }

  /** A comparison with a version of which only some numbers may be given. */
  private record Term(String operator, List<Integer> numbers) {
    boolean holds(KubeVersion version) {
      int order = compare(version);
      return switch (operator) {
        case ">=" -> order >= 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case "<" -> order < 0;
        case "!=" -> order != 0;
        case "~" -> atLeast(version) && prefix(version, Math.min(2, numbers.size()));
        case "^" -> atLeast(version) && prefix(version, 1);
        default -> order == 0;
      };
    }

    /** Only the numbers that are given count. */
    private int compare(KubeVersion version) {
      for (int i = 0; i < numbers.size(); i++) {
        int order = Integer.compare(number(version, i), numbers.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    private boolean atLeast(KubeVersion version) {
      return compare(version) >= 0;
    }

    private boolean prefix(KubeVersion version, int length) {
      for (int i = 0; i < length; i++) {
        if (number(version, i) != numbers.get(i)) {
          return false;
        }
      }
      return true;
    }

    private static int number(KubeVersion version, int index) {
      return switch (index) {
        case 0 -> version.major();
        case 1 -> version.minor();
        default -> version.patch();
      };
    }
  }

  /**
   * Parses a range.
   *
   * @throws IllegalArgumentException when it cannot be understood
   */
  public static VersionRange parse(String text) {
    var alternatives = new ArrayList<List<Term>>();
    for (String alternative : text.split("\\|\\|", -1)) {
      String spaced = alternative.replaceAll("([<>=~^!]+)\\s+", "$1").strip();
      alternatives.add(
          Arrays.stream(spaced.split("[,\\s]+"))
              .filter(word -> !word.isEmpty() && !word.equals("*"))
              .map(word -> term(text, word))
              .toList());
    }
    return new VersionRange(alternatives);
  }

  private static Term term(String text, String word) {
    Matcher matcher = TERM.matcher(word);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' in '%s' is not a comparison like >=1.19 or 1.20.x".formatted(word, text));
    }
    var numbers = new ArrayList<Integer>();
    for (int group = 2; group <= 4; group++) {
      String number = matcher.group(group);
      if (number == null || !number.matches("\\d{1,6}")) {
        break;
      }
      numbers.add(Integer.parseInt(number));
    }
    return new Term(matcher.group(1) == null ? "=" : matcher.group(1), List.copyOf(numbers));
  }

  /** Whether a version is in the range. */
  public boolean contains(KubeVersion version) {
    return alternatives.stream()
        .anyMatch(terms -> terms.stream().allMatch(term -> term.holds(version)));
  }
}
