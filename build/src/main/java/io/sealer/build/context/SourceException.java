package io.sealer.build.context;

/**
 * A source of COPY, ADD or APP is not there or must not be used; the caller knows at which
 * instruction.
 */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /** Says what is wrong and what to do; an empty hint says nothing. */
  public SourceException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
