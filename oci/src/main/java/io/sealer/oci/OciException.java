package io.sealer.oci;

import java.io.IOException;

/** Content or a peer is not as it must be. Carries a hint that says what to do. */
public class OciException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /** An error with what to do about it; an empty hint says nothing. */
  public OciException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** An error with its cause. */
  public OciException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What the user can do, one sentence; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }
}
