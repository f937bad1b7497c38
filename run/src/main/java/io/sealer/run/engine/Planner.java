package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compares steps with the hosts and says which must run. Changes nothing anywhere. */
public final class Planner {
  private final HostAccess hosts;

  public Planner(HostAccess hosts) {
    this.hosts = hosts;
  }

  /**
   * Checks every step, all at once.
   *
   * @throws StepsFailed with every check that could not be made
   * @throws IllegalArgumentException when the steps do not make a graph
   */
  public Plan plan(List<Step> steps) throws StepsFailed, InterruptedException {
    List<Step> sorted = Graph.sorted(steps);
    var calls = sorted.stream().<Callable<Optional<String>>>map(step -> () -> check(step)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return gather(sorted, threads.invokeAll(calls));
    }
  }

  private Optional<String> check(Step step) throws StepFailure {
    try {
      return step.work().check(new LiveContext(step, hosts, event -> {}));
    } catch (HostException e) {
      throw StepFailure.of(step, e);
    } catch (IOException | RuntimeException e) {
      throw StepFailure.of(step, e);
    }
  }

  private static PlannedStep planned(Step step, Optional<String> reason, List<PlannedStep> before) {
    boolean changes =
        before.stream().anyMatch(p -> p.todo() && step.needs().contains(p.step().id()));
    boolean afresh = reason.isEmpty() && changes && step.work().proves();
    return new PlannedStep(step, afresh ? Optional.of("what it proves changes") : reason);
  }

  private static Plan gather(List<Step> steps, List<Future<Optional<String>>> answers)
      throws StepsFailed, InterruptedException {
    var planned = new ArrayList<PlannedStep>();
    var failures = new ArrayList<StepFailure>();
    for (int i = 0; i < steps.size(); i++) {
      try {
        planned.add(planned(steps.get(i), answers.get(i).get(), planned));
      } catch (ExecutionException e) {
        failures.add(
            e.getCause() instanceof StepFailure failure
                ? failure
                : StepFailure.of(steps.get(i), e));
      }
    }
    if (!failures.isEmpty()) {
      throw new StepsFailed(failures);
    }
    return new Plan(planned);
  }
}
