package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.util.Optional;

/**
 * containerd with rules that hold a password: no digest of that may go to the host as a part of a
 * question, so the files' own are read.
 *
 * @param containerd how it is installed
 */
record InstallWithLogin(InstallContainerd containerd) implements Work {
  @Override
  public Optional<String> check(StepContext at) throws HostException {
    Optional<String> reason = containerd.check(at);
    return reason.isPresent() || containerd.rules().areOn(at)
        ? reason
        : Optional.of("the rules about registries are others");
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    containerd.run(at);
  }
}
