package io.sealer.helm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code .Capabilities.APIVersions} holds in a cluster of some version: groups with versions
 * ({@code policy/v1}) and their kinds ({@code policy/v1/PodDisruptionBudget}). The engine itself
 * knows no kinds, and all versions that there ever were.
 */
final class ApiVersions {
  private static final Pattern MINOR = Pattern.compile("v?1\\.(\\d{1,4})\\b.*");
  private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d*)");
  private static final int OLDEST = 16;

  private ApiVersions() {}

  /**
   * The APIs that it has of its own, sorted.
   *
   * @param kubeVersion as {@code v1.20.2}; one older than the table is taken for its oldest
   */
  static SortedSet<String> of(String kubeVersion) {
    Matcher version = MINOR.matcher(kubeVersion);
    int minor =
        version.matches() ? Math.max(OLDEST, Integer.parseInt(version.group(1))) : Short.MAX_VALUE;
    var served = new TreeSet<String>();
    for (String line : table()) {
      List<String> words = List.of(line.split(" "));
      if (!line.startsWith("#") && isIn(words.get(1), minor)) {
        served.add(words.getFirst());
        words.subList(2, words.size()).forEach(k -> served.add(words.getFirst() + "/" + k));
      }
    }
    return Collections.unmodifiableSortedSet(served);
  }

  private static boolean isIn(String range, int minor) {
    Matcher parts = RANGE.matcher(range);
    return parts.matches()
        && Integer.parseInt(parts.group(1)) <= minor
        && (parts.group(2).isEmpty() || minor <= Integer.parseInt(parts.group(2)));
  }

  private static List<String> table() {
    try (InputStream in = ApiVersions.class.getResourceAsStream("apis.txt")) {
      if (in == null) {
        throw new IllegalStateException("apis.txt is missing in this build");
      }
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
