package io.sealer.build.kubefile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody who mistyped probably meant. */
final class Nearest {
  private Nearest() {}

  static Optional<String> to(String word, Collection<String> valid) {
    String lower = word.toLowerCase(Locale.ROOT);
    return valid.stream()
        .min(
            Comparator.comparingInt(
                candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))))
        .filter(
            candidate ->
                distance(lower, candidate.toLowerCase(Locale.ROOT))
                    <= Math.max(1, word.length() / 3));
  }

  /** Levenshtein's distance, in which exchanging neighbours counts as one change. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int[][] d, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean exchanged =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return exchanged ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
