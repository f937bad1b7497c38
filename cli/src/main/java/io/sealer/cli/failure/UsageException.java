package io.sealer.cli.failure;

/**
 * The command was called in a wrong way that its flags' types cannot tell; ends with exit code 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong. */
  public UsageException(String message) {
    super(message);
  }
}
