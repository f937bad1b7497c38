package io.sealer.run.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts steps into an order in which each stands after what it needs. */
final class Graph {
  private Graph() {}

  /**
   * Keeps the given order where needs allow it.
   *
   * @throws IllegalArgumentException naming the steps, when an id is used twice, a need is unknown
   *     or steps need each other in a circle
   */
  static List<Step> sorted(List<Step> steps) {
    Map<String, Step> byId = new LinkedHashMap<>();
    for (Step step : steps) {
      if (byId.put(step.id(), step) != null) {
        throw new IllegalArgumentException("two steps are called " + step.id());
      }
    }
    for (Step step : steps) {
      step.needs().stream().filter(need -> !byId.containsKey(need)).forEach(n -> unknown(step, n));
    }
    var sorted = new LinkedHashMap<String, Step>();
    var waiting = new ArrayDeque<>(steps);
    int passed = 0;
    while (!waiting.isEmpty()) {
      Step step = waiting.removeFirst();
      if (sorted.keySet().containsAll(step.needs())) {
        sorted.put(step.id(), step);
        passed = 0;
      } else {
        waiting.addLast(step);
        if (++passed > waiting.size()) {
          throw new IllegalArgumentException(
              "steps need each other in a circle: " + names(waiting));
        }
      }
    }
    return List.copyOf(sorted.values());
  }

  private static void unknown(Step step, String need) {
    throw new IllegalArgumentException(step.id() + " needs " + need + ", which there is not");
  }

  private static List<String> names(Iterable<Step> steps) {
    var names = new ArrayList<String>();
    steps.forEach(step -> names.add(step.id()));
    names.sort(null);
    return names;
  }
}
