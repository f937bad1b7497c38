package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A step did not succeed: where, what, why and what to do. Holds no secret. */
public final class StepFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String host;
  private final String step;
  private final String problem;
  private final String hint;
  private final String command;
  private final transient List<String> output;

  private StepFailure(
      Step step,
      String problem,
      String hint,
      String command,
      List<String> output,
      @Nullable Throwable cause) {
    super(step.host() + ": " + step.name() + ": " + problem, cause);
    this.host = step.host();
    this.step = step.id();
    this.problem = problem;
    this.hint = hint;
    this.command = command;
    this.output = List.copyOf(output);
  }

  /** A failure in our own words. */
  public static StepFailure of(Step step, String problem, String hint) {
    return new StepFailure(step, problem, hint, "", List.of(), null);
  }

  /** A failure in our own words, with lines of a program's output. */
  public static StepFailure of(Step step, String problem, String hint, List<String> output) {
    return new StepFailure(step, problem, hint, "", output, null);
  }

  /** A host did not do what it was told. */
  public static StepFailure of(Step step, HostException cause) {
    return new StepFailure(
        step, cause.problem(), cause.hint(), cause.command().orElse(""), cause.output(), cause);
  }

  /** Anything else went wrong on this side. */
  public static StepFailure of(Step step, Exception cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new StepFailure(
        step, why, "run the same command again to continue", "", List.of(), cause);
  }

  /** Address of the host. */
  public String host() {
    return host;
  }

  /** Id of the step. */
  public String step() {
    return step;
  }

  /** What went wrong, without host and step. */
  public String problem() {
    return problem;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  /** The command that failed, as it may be shown. */
  public Optional<String> command() {
    return Optional.of(command).filter(c -> !c.isEmpty());
  }

  /** The last lines of its output. */
  public List<String> output() {
    return output;
  }
}
