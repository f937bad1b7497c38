package io.sealer.run.check;

import java.util.Locale;

/**
 * What one look at one thing says.
 *
 * @param host address; {@code -} when it is about the whole cluster
 * @param check what was looked at: {@code ssh}, {@code etcd}, {@code certificates}…
 * @param level how it is
 * @param message what was seen
 * @param hint what to do about it; empty when it is well
 */
public record Finding(String host, String check, Level level, String message, String hint) {
  /** Host of what concerns the whole cluster. */
  public static final String CLUSTER = "-";

  /** How something is. */
  public enum Level {
    OK,
    WARN,
    FAIL;

    /** As it stands in documents. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String host, String check, String message) {
    return new Finding(host, check, Level.OK, message, "");
  }

  static Finding warn(String host, String check, String message, String hint) {
    return new Finding(host, check, Level.WARN, message, hint);
  }

  /** Something that does not work. */
  public static Finding fail(String host, String check, String message, String hint) {
    return new Finding(host, check, Level.FAIL, message, hint);
  }
}
