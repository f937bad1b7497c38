package io.sealer.oci.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An operator and a version of which numbers from some place on may be wild.
 *
 * @param operator one of {@code = != > < >= <= ~ ^}
 * @param version wild numbers are 0
 * @param given how many numbers are given, 0 to 3
 */
record VersionComparison(String operator, Version version, int given) {
  private static final Pattern FORM =
      Pattern.compile(
          "(=|!=|>|<|>=|=>|<=|=<|~|~>|\\^)?v?(\\d{1,9}|[xX*])(?:\\.(\\d{1,9}|[xX*]))?(?:\\.(\\d{1,9}|[xX*]))?"
              + "(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");

  static VersionComparison parse(String range, String word) {
    Matcher matcher = FORM.matcher(word);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' in '%s' is not a comparison like >=1.19 or 1.20.x".formatted(word, range));
    }
    int[] numbers = new int[3];
    int given = 0;
    while (given < 3 && isNumber(matcher.group(given + 2))) {
      numbers[given] = Integer.parseInt(matcher.group(given + 2));
      given++;
    }
    String preRelease = matcher.group(5) == null ? "" : matcher.group(5);
    return new VersionComparison(
        operator(matcher.group(1)),
        new Version(numbers[0], numbers[1], numbers[2], preRelease),
        given);
  }

  private static boolean isNumber(@Nullable String text) {
    return text != null && Character.isDigit(text.charAt(0));
  }

  private static String operator(@Nullable String written) {
    return switch (written) {
      case null -> "=";
      case "=>" -> ">=";
      case "=<" -> "<=";
      case "~>" -> "~";
      default -> written;
    };
  }

  boolean holds(Version other) {
    if (!other.preRelease().isEmpty() && version.preRelease().isEmpty()) {
      return false;
    }
    int order = other.compareTo(version);
    return switch (operator) {
      case ">=" -> order >= 0;
      case "<" -> order < 0;
      case ">" -> given == 3 ? order > 0 : order > 0 && !sameNumbers(other, given);
      case "<=" -> order <= 0 || (given < 3 && sameNumbers(other, given));
      case "!=" -> given == 3 ? order != 0 : !sameNumbers(other, given);
      case "~" -> tilde(other, order);
      case "^" -> order >= 0 && caret(other);
      default -> given == 3 ? order == 0 : tilde(other, order);
    };
  }

  /** Whether the first numbers are the same. */
  private boolean sameNumbers(Version other, int count) {
    return (count < 1 || other.major() == version.major())
        && (count < 2 || other.minor() == version.minor())
        && (count < 3 || other.patch() == version.patch());
  }

  private boolean tilde(Version other, int order) {
    boolean zero = version.major() == 0 && version.minor() == 0 && version.patch() == 0;
    boolean everything = zero && (given == 0 || given == 3);
    return order >= 0 && (everything || sameNumbers(other, Math.min(given, 2)));
  }

  /** The left-most number that is not zero stays, as far as numbers are given. */
  private boolean caret(Version other) {
    if (given == 0) {
      return true;
    }
    if (version.major() > 0 || given == 1) {
      return sameNumbers(other, 1);
    }
    return sameNumbers(other, version.minor() > 0 || given == 2 ? 2 : 3);
  }
}
