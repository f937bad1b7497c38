package io.sealer.run;

import io.sealer.run.engine.StepFailure;
import io.sealer.run.preflight.HostProblem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A cluster could not be made, looked at or removed: what was wrong and what to do. */
public abstract sealed class RunException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  private RunException(String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  /** The request cannot be carried out as it is written; nothing was touched. */
  public static final class Invalid extends RunException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    Invalid(List<String> problems, String hint) {
      super(String.join("\n", problems), hint, null);
      this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong with it. */
    public List<String> problems() {
      return problems;
    }
  }

  /** Hosts cannot be reached or are not fit; nothing was changed on them. */
  public static final class PreflightFailed extends RunException {
    private static final long serialVersionUID = 1L;
    private final transient List<HostProblem> problems;

    PreflightFailed(List<HostProblem> problems) {
      super(
          problems.stream()
              .filter(HostProblem::fatal)
              .map(p -> p.host() + ": " + p.problem())
              .collect(Collectors.joining("\n")),
          "nothing was changed; correct the hosts or the request and run the same again",
          null);
      this.problems = List.copyOf(problems);
    }

    /** Every problem of every host, warnings too. */
    public List<HostProblem> problems() {
      return problems;
    }
  }

  /** Another run holds the lock of a host, or was at work while this one was planned. */
  public static final class HostsBusy extends RunException {
    private static final long serialVersionUID = 1L;

    HostsBusy(String message) {
      this(message, "wait for the other run, or break its lock with --break-lock");
    }

    HostsBusy(String message, String hint) {
      super(message, hint, null);
    }
  }

  /** Steps failed; what had no need of them was finished. */
  public static final class StepsFailed extends RunException {
    private static final long serialVersionUID = 1L;
    private final transient List<StepFailure> failures;

    StepsFailed(List<StepFailure> failures, Throwable cause) {
      super(
          failures.stream().map(StepFailure::getMessage).collect(Collectors.joining("\n")),
          "run the same command again to continue; finished steps are not repeated",
          cause);
      this.failures = List.copyOf(failures);
    }

    /** Each failure with host, step, command, output and hint. */
    public List<StepFailure> failures() {
      return failures;
    }
  }

  /** Anything else: an unknown cluster, a missing image, a provider that failed. */
  public static final class Failed extends RunException {
    private static final long serialVersionUID = 1L;

    Failed(String message, String hint, @Nullable Throwable cause) {
      super(message, hint, cause);
    }
  }
}
