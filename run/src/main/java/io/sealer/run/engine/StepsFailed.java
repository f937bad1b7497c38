package io.sealer.run.engine;

import java.util.List;
import java.util.stream.Collectors;

/** One or more steps failed; those that depend on them were not run. */
public final class StepsFailed extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<StepFailure> failures;

  public StepsFailed(List<StepFailure> failures) {
    super(failures.stream().map(StepFailure::getMessage).collect(Collectors.joining("\n")));
    this.failures = List.copyOf(failures);
    this.failures.forEach(this::addSuppressed);
  }

  /** Each of them, in the order they happened. */
  public List<StepFailure> failures() {
    return failures;
  }
}
