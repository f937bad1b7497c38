package io.sealer.helm;

/** A chart cannot be rendered, or a release could not be made as it was wanted. */
public final class HelmException extends Exception {
  private static final long serialVersionUID = 1;

  private final String hint;

  HelmException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  HelmException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do. */
  public String hint() {
    return hint;
  }
}
