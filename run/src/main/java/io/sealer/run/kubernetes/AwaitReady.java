package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Waits until nodes are Ready and the workloads of the system and of the image are Available, as
 * long as there is progress; then tells why pods do not run.
 *
 * @param nodes names of the nodes
 * @param ours which workloads count
 * @param view what the cluster says
 */
record AwaitReady(List<String> nodes, Ours ours, ClusterView view) implements Work {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int FEW = 2;

  AwaitReady {
    nodes = List.copyOf(nodes);
  }

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    Optional<JsonNode> all = view.look(at);
    return all.isEmpty()
        ? Optional.of("the API server does not answer")
        : waiting(all.get(), ours.new Launched(view, at)).stream().findFirst();
  }

  @Override
  public boolean proves() {
    return true;
  }

  private List<String> waiting(JsonNode all, Ours.Launched launched) throws HostException {
    var waiting = new ArrayList<>(Workloads.notReady(all, nodes));
    for (JsonNode workload : ours.of(Workloads.unavailable(all), launched)) {
      waiting.add(Workloads.called(workload) + " is not available");
    }
    return waiting;
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure, InterruptedIOException {
    var patience = Patience.of(PATIENCE);
    view.forget();
    var launched = ours.new Launched(view, at);
    int fewest = Integer.MAX_VALUE;
    while (true) {
      Optional<JsonNode> all = view.look(at);
      List<String> waiting =
          all.isEmpty() ? List.of("the API server does not answer") : waiting(all.get(), launched);
      if (waiting.isEmpty()) {
        return;
      }
      if (waiting.size() < fewest && all.isPresent()) {
        fewest = waiting.size();
        patience.renew();
      }
      if (patience.isOver()) {
        throw StepFailure.of(
            at.step(),
            "no progress for %d s: %s".formatted(PATIENCE.toSeconds(), String.join(", ", waiting)),
            "look at the pods below; run the same command again to wait on",
            Workloads.podTroubles(view.kubectl(at)));
      }
      // Each look takes time away from what is waited for, where processors are few.
      Duration pause = waiting.size() > FEW ? Patience.PAUSE.multipliedBy(3) : Patience.PAUSE;
      patience.pause(at, String.join(", ", waiting), pause);
    }
  }
}
