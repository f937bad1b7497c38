package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How a step is checked, run and undone. Every method may be called again after a crash. */
public interface Work {
  /**
   * Looks at the host itself: why must this run?
   *
   * @return the reason; empty when the host is as it should be
   */
  Optional<String> check(StepContext at) throws HostException, IOException, StepFailure;

  /** What a run would send, with the host as it is now; asked only when it must run. */
  default Collection<Freight> freight(StepContext at) throws HostException, IOException {
    return List.of();
  }

  /** Whether it proves what its needs bring about, and so must run when any of them does. */
  default boolean proves() {
    return false;
  }

  /** Brings it about. Whatever state an earlier, killed run left is no obstacle. */
  void run(StepContext at) throws HostException, IOException, StepFailure;
}
