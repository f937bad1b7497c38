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
        sorted.stream()
            .<Callable<Optional<String>>>map(step -> () -> check(step, answers))
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return gather(sorted, threads.invokeAll(calls));
    }
  }

  private Optional<String> check(Step step, HostAnswers answers)
      throws StepFailure, InterruptedException {
    Optional<Optional<String>> answer = answers.of(step);
    if (answer.isPresent()) {
      return answer.get();
    }
    try {
      return step.work().check(new LiveContext(step, hosts, event -> {}));
    } catch (HostException e) {
      throw StepFailure.of(step, e);
    } catch (IOException | RuntimeException e) {
      throw StepFailure.of(step, e);
    }
  }

  /**
   * @param todo ids of the steps before it that must run
   */
  private static PlannedStep planned(Step step, Optional<String> reason, Set<String> todo) {
    boolean changes = step.needs().stream().anyMatch(todo::contains);
    boolean afresh = reason.isEmpty() && changes && step.work().proves();
    return new PlannedStep(step, afresh ? Optional.of("what it proves changes") : reason);
  }

  private static Plan gather(List<Step> steps, List<Future<Optional<String>>> answers)
      throws StepsFailed, InterruptedException {
    var planned = new ArrayList<PlannedStep>();
    var todo = new HashSet<String>();
    var failures = new ArrayList<StepFailure>();
    for (int i = 0; i < steps.size(); i++) {
      try {
        PlannedStep next = planned(steps.get(i), answers.get(i).get(), todo);
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
