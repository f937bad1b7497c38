package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * Checks every step, all at once; what hosts can answer alone is one command for each.
   *
   * @throws StepsFailed with every check that could not be made
   * @throws IllegalArgumentException when the steps do not make a graph
   */
  public Plan plan(List<Step> steps) throws StepsFailed, InterruptedException {
    List<Step> sorted = Graph.sorted(steps);
    var answers = new HostAnswers(hosts, sorted);
    var calls =
        sorted.stream().<Callable<PlannedStep>>map(step -> () -> look(step, answers)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return gather(sorted, threads.invokeAll(calls));
    }
  }

  private PlannedStep look(Step step, HostAnswers answers)
      throws StepFailure, InterruptedException {
    Optional<Optional<String>> answer = answers.of(step);
    var at = new LiveContext(step, hosts, event -> {});
    try {
      Optional<String> reason = answer.isPresent() ? answer.get() : step.work().check(at);
      return reason.isEmpty()
          ? new PlannedStep(step, reason)
          : new PlannedStep(step, reason, Set.copyOf(step.work().freight(at)));
    } catch (HostException e) {
      throw StepFailure.of(step, e);
    } catch (IOException | RuntimeException e) {
      throw StepFailure.of(step, e);
    }
  }

  /**
   * @param todo ids of the steps before it that must run
   */
  private static PlannedStep planned(PlannedStep seen, Set<String> todo) {
    Step step = seen.step();
    boolean changes = step.needs().stream().anyMatch(todo::contains);
    boolean afresh = !seen.todo() && changes && step.work().proves();
    return afresh ? new PlannedStep(step, Optional.of("what it proves changes")) : seen;
  }

  private static Plan gather(List<Step> steps, List<Future<PlannedStep>> answers)
      throws StepsFailed, InterruptedException {
    var planned = new ArrayList<PlannedStep>();
    var todo = new HashSet<String>();
    var failures = new ArrayList<StepFailure>();
    for (int i = 0; i < steps.size(); i++) {
      try {
        PlannedStep next = planned(answers.get(i).get(), todo);
        planned.add(next);
        if (next.todo()) {
          todo.add(next.step().id());
        }
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
