package io.sealer.run.report;

import io.sealer.run.report.RunRecorder.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts steps of one host that run at the same time beside each other. Steps come by their start.
 */
final class Lanes {
  private final Map<String, List<Instant>> ends = new HashMap<>();

  /** The lane of the next step, from 0. */
  int of(Recorded step) {
    List<Instant> lanes = ends.computeIfAbsent(step.step().host(), _ -> new ArrayList<>());
    for (int lane = 0; lane < lanes.size(); lane++) {
      if (!lanes.get(lane).isAfter(step.start())) {
        lanes.set(lane, step.end());
        return lane;
      }
    }
    lanes.add(step.end());
    return lanes.size() - 1;
  }

  /** How many lanes a host has. */
  int count(String host) {
    return ends.getOrDefault(host, List.of()).size();
  }
}
