package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Waits until nodes are Ready and workloads Available, as long as there is progress; then tells why
 * pods do not run.
 *
 * @param nodes names of the nodes
 */
record AwaitReady(List<String> nodes) implements Work {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration PAUSE = Duration.ofMillis(700);

  AwaitReady {
    nodes = List.copyOf(nodes);
  }

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    if (at.session().stat(io.sealer.run.steps.HostPaths.ADMIN_CONF).isEmpty()) {
      return Optional.of("the cluster is not there yet");
    }
    try {
      return Workloads.notReady(new Kubectl(at.session()), nodes).stream().findFirst();
    } catch (HostException.CommandFailed e) {
      return Optional.of("the API server does not answer");
    }
  }

  @Override
  public boolean proves() {
    return true;
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure, InterruptedIOException {
    var kubectl = new Kubectl(at.session());
    int fewest = Integer.MAX_VALUE;
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      List<String> waiting = Workloads.notReady(kubectl, nodes);
      if (waiting.isEmpty()) {
        return;
      }
      if (waiting.size() < fewest) {
        fewest = waiting.size();
        deadline = Instant.now().plus(PATIENCE);
      }
      if (Instant.now().isAfter(deadline)) {
        throw StepFailure.of(
            at.step(),
            "no progress for %d s: %s".formatted(PATIENCE.toSeconds(), String.join(", ", waiting)),
            "look at the pods below; run the same command again to wait on",
            Workloads.podTroubles(kubectl));
      }
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
  }
}
