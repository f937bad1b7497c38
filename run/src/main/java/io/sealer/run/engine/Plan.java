package io.sealer.run.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** How many hosts have something to do. */
  public long hosts() {
    return todo().stream().map(p -> p.step().host()).distinct().count();
  }

  /** Bytes that are to be sent to all hosts together; what several steps of a host want, once. */
  public long bytes() {
    Map<String, Map<String, Long>> wanted = new HashMap<>();
    for (PlannedStep planned : todo()) {
      Map<String, Long> host = wanted.computeIfAbsent(planned.step().host(), _ -> new HashMap<>());
      planned.freight().forEach(f -> host.put(f.name(), f.bytes()));
    }
    return wanted.values().stream()
        .flatMap(host -> host.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** One line for each step to run and one for all of them, or "nothing to do". */
  public String describe() {
    if (nothingToDo()) {
      return "nothing to do";
    }
    String steps = todo().stream().map(Plan::line).collect(Collectors.joining("\n"));
    return steps
        + "\n%d steps on %d hosts, %.1f MB to send"
            .formatted(todo().size(), hosts(), bytes() / 1e6);
  }

  private static String line(PlannedStep planned) {
    Step step = planned.step();
    String reason = planned.reason().orElse("");
    return "%-16s %-14s %s (%s)".formatted(step.host(), step.name(), step.action(), reason);
  }
}
