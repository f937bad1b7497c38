package io.sealer.oci.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions as Kubefiles and charts write it, with the meaning that Masterminds/semver
 * (version 3) gives it: comparisons joined with spaces or commas, alternatives with {@code ||},
 * wildcards {@code x X *}, {@code ~1.2} (same minor), {@code ^1.2} (same major), {@code 1.2 - 1.4}.
 * Missing numbers are wildcards. Pre-releases are in a range only if it names one.
 */
public final class VersionRange {
  private static final Pattern HYPHEN = Pattern.compile("\\s*(\\S+)\\s+-\\s+(\\S+)\\s*");

  private final String text;
  private final List<List<VersionComparison>> alternatives;

  private VersionRange(String text, List<List<VersionComparison>> alternatives) {
    this.text = text;
    this.alternatives = alternatives;
  }

  /**
   * Parses a range.
   *
   * @throws IllegalArgumentException when it cannot be understood; says which comparison
   */
  public static VersionRange parse(String text) {
    var alternatives = new ArrayList<List<VersionComparison>>();
    for (String alternative : text.split("\\|\\|", -1)) {
      alternatives.add(comparisons(text, alternative));
    }
    return new VersionRange(text, List.copyOf(alternatives));
  }

  private static List<VersionComparison> comparisons(String text, String alternative) {
    Matcher hyphen = HYPHEN.matcher(alternative);
    String plain =
        hyphen.matches() ? ">=" + hyphen.group(1) + " <=" + hyphen.group(2) : alternative;
    // An operator may stand apart from its version.
    String[] words = plain.replaceAll("([<>=~^!])\\s+(?=[^<>=~^!])", "$1").strip().split("[,\\s]+");
    var comparisons = new ArrayList<VersionComparison>();
    for (String word : words) {
      if (!word.isEmpty()) {
        comparisons.add(VersionComparison.parse(text, word));
      }
    }
    if (comparisons.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' lacks a comparison like >=1.19 or 1.20.x");
    }
    return List.copyOf(comparisons);
  }

  /** Whether a version is in the range. */
  public boolean contains(Version version) {
    return alternatives.stream()
        .anyMatch(all -> all.stream().allMatch(comparison -> comparison.holds(version)));
  }

  /** The range as written. */
  @Override
  public String toString() {
    return text;
  }
}
