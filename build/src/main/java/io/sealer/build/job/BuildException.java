package io.sealer.build.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A build failed: where in the Kubefile, why, the last lines of what was run, what to do. */
public final class BuildException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;
  private final transient List<String> output;

  /** A failure with everything that is known; empty texts say nothing. */
  public BuildException(
      String message, String hint, List<String> output, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
    this.output = List.copyOf(output);
  }

  /** A failure with what to do. */
  public BuildException(String message, String hint) {
    this(message, hint, List.of(), null);
  }

  /** What to do; empty when there is nothing to say. */
  public String hint() {
    return hint;
  }

  /** The last lines that the failed command wrote. */
  public List<String> output() {
    return output;
  }
}
