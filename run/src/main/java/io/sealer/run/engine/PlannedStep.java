package io.sealer.run.engine;

import java.util.Optional;

/**
 * A step and why it must run.
 *
 * @param reason empty when the host is already as the step wants it
 */
public record PlannedStep(Step step, Optional<String> reason) {
  /** Whether it has to run. */
  public boolean todo() {
    return reason.isPresent();
  }
}
