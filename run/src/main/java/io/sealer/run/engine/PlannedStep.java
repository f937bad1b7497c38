package io.sealer.run.engine;

import java.util.Optional;
import java.util.Set;

/**
 * A step and why it must run.
 *
 * @param reason empty when the host is already as the step wants it
 * @param freight what it would send
 */
public record PlannedStep(Step step, Optional<String> reason, Set<Freight> freight) {
  public PlannedStep {
    freight = Set.copyOf(freight);
  }

  /** A step that sends nothing worth mention. */
  public PlannedStep(Step step, Optional<String> reason) {
    this(step, reason, Set.of());
  }

  /** Whether it has to run. */
  public boolean todo() {
    return reason.isPresent();
  }
}
