package io.sealer.build.discovery;

import io.sealer.oci.Reference;
import java.util.regex.Pattern;

/** Judges whether a text in a place that does not say so may be an image name. */
final class Guess {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{2,254}");
  private static final Pattern FILE =
      Pattern.compile("(?i).*\\.(ya?ml|json|sh|conf|toml|log|sock)");
  private static final Pattern PORT = Pattern.compile("[^/]*:\\d+");

  private Guess() {}

  /** Whether it has a repository path or a tag, and parses as a name. */
  static boolean looksLikeImage(String text) {
    boolean shaped = NAME.matcher(text).matches() && (text.contains("/") || text.contains(":"));
    if (!shaped || text.contains("://") || FILE.matcher(text).matches()) {
      return false;
    }
    try {
      Reference name = Reference.parse(text);
      boolean certain = name.digest().isPresent() || text.lastIndexOf(':') > text.lastIndexOf('/');
      return certain && !PORT.matcher(text).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
