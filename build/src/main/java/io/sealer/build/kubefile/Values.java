package io.sealer.build.kubefile;

import java.util.regex.Pattern;

/** Forms that values of flags have; what holds a variable is judged when it is replaced. */
final class Values {
  private static final Pattern PLATFORM = Pattern.compile("[a-z0-9_]+/[a-z0-9_]+(/[a-z0-9_.]+)?");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3,4}");
  private static final Pattern CHECKSUM = Pattern.compile("sha256:[0-9a-f]{64}");

  private Values() {}

  static boolean isPlatform(String text) {
    return isVariable(text) || PLATFORM.matcher(text).matches();
  }

  static boolean isMode(String text) {
    return isVariable(text) || MODE.matcher(text).matches();
  }

  static boolean isChecksum(String text) {
    return isVariable(text) || CHECKSUM.matcher(text).matches();
  }

  private static boolean isVariable(String text) {
    return text.indexOf('$') >= 0;
  }

  /** Without the quotes around the whole. */
  static String unquoted(String text) {
    char first = text.isEmpty() ? 0 : text.charAt(0);
    boolean quoted =
        text.length() >= 2 && (first == '"' || first == '\'') && text.endsWith("" + first);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
