package io.sealer.run.provider;

import org.jspecify.annotations.Nullable;

/**
 * Hosts could not be made or removed: where, what was tried and why; {@link #hint()} says what to
 * do.
 */
public final class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  public ProviderException(String message, String hint) {
    this(message, hint, null);
  }

  public ProviderException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
