package io.sealer.oci.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody who mistyped probably meant. */
public final class Nearest {
  /** Words of more characters than this are not compared: the work grows with the square. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /** The valid word that differs least, without regard to case, if it is near enough. */
  public static Optional<String> to(String word, Collection<String> valid) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int enough = word.length() <= 3 ? 1 : Math.max(2, word.length() / 3);
    String lower = word.toLowerCase(Locale.ROOT);
    return valid.stream()
        .filter(candidate -> candidate.length() <= LONGEST && far(lower, candidate) <= enough)
        .min(
            Comparator.<String>comparingInt(candidate -> far(lower, candidate))
                .thenComparing(candidate -> candidate));
  }

  /** {@code "; did you mean 'x'?"} when a valid word is near enough, else nothing. */
  public static String hint(String word, Collection<String> valid) {
    return to(word, valid).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private static int far(String lower, String candidate) {
    return distance(lower, candidate.toLowerCase(Locale.ROOT));
  }

  /** Levenshtein's distance, in which exchanging neighbours counts as one change. */
  private static int distance(String a, String b) {
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
