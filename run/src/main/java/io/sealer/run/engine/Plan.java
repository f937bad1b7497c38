package io.sealer.run.engine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Every step of a wish, in an order that respects what each needs, and whether it must run.
 *
 * @param steps all of them, also those that have nothing to do
 */
public record Plan(List<PlannedStep> steps) {
  public Plan {
    steps = List.copyOf(steps);
  }

  /** The steps that must run. */
  public List<PlannedStep> todo() {
    return steps.stream().filter(PlannedStep::todo).toList();
  }

  /** Whether every host is already as wanted. */
  public boolean nothingToDo() {
    return todo().isEmpty();
  }

  /** One line for each step to run, or "nothing to do". */
  public String describe() {
    if (nothingToDo()) {
      return "nothing to do";
    }
    return todo().stream().map(Plan::line).collect(Collectors.joining("\n"));
  }

  private static String line(PlannedStep planned) {
    Step step = planned.step();
    String reason = planned.reason().orElse("");
    return "%-16s %-14s %s (%s)".formatted(step.host(), step.name(), step.action(), reason);
  }
}
