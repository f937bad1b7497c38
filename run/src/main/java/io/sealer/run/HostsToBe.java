package io.sealer.run;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.ProvidedHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan for hosts that a provider has yet to make: all that can be said without making them.
 *
 * @param plan a step for each of them
 */
record HostsToBe(Plan plan) implements ClusterRun {
  /** Empty when all hosts that the cluster wants are there and run. */
  static Optional<ClusterRun> of(Cluster cluster, List<ProvidedHost> there) {
    Map<List<String>, Integer> missing = new LinkedHashMap<>();
    for (HostGroup group : cluster.groups()) {
      missing.merge(group.roles(), group.size(), Integer::sum);
    }
    for (ProvidedHost host : there) {
      if (host.running()) {
        missing.computeIfPresent(host.roles(), (_, count) -> count - 1);
      }
    }
    var steps = new ArrayList<PlannedStep>();
    missing.forEach(
        (roles, count) -> {
          for (int i = 1; i <= count; i++) {
            steps.add(planned("new " + String.join("+", roles) + " " + i));
          }
        });
    return steps.isEmpty() ? Optional.empty() : Optional.of(new HostsToBe(new Plan(steps)));
  }

  private static PlannedStep planned(String host) {
    Step step = Step.of(host, "provide", "make or start the host", List.of(), "1", new Provide());
    return new PlannedStep(
        step, Optional.of("it does not run; what happens on it can be planned when it does"));
  }

  /** Done by the provider, before there is a plan. */
  private record Provide() implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      throw new UnsupportedOperationException("hosts are made before steps are checked");
    }

    @Override
    public void run(StepContext at) {
      throw new UnsupportedOperationException("hosts are made before steps run");
    }
  }

  @Override
  public List<HostProblem> warnings() {
    return List.of();
  }

  @Override
  public RunResult apply(EventListener events) {
    throw new UnsupportedOperationException("a plan for hosts that are not there is only to read");
  }

  @Override
  public void close() {}
}
