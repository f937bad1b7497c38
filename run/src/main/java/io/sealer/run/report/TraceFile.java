package io.sealer.run.report;

import io.sealer.run.engine.Json;
import io.sealer.run.report.RunRecorder.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run in the Trace Event Format (JSON object form, complete events), which Perfetto and
 * chrome://tracing show: a process for each host, a lane for each step that runs beside others.
 */
public final class TraceFile {
  private TraceFile() {}

  /** The file's content. */
  public static String text(RunRecorder run) {
    List<Recorded> steps = run.steps();
    var events = new ArrayList<Map<String, Object>>();
    var hosts = new ArrayList<String>();
    var lanes = new Lanes();
    Instant zero = steps.isEmpty() ? Instant.EPOCH : steps.getFirst().start();
    for (Recorded step : steps) {
      String host = step.step().host();
      if (!hosts.contains(host)) {
        hosts.add(host);
        events.add(named(hosts.size(), host));
      }
      events.add(event(step, zero, hosts.indexOf(host) + 1, lanes.of(step)));
    }
    return Json.pretty(Map.of("displayTimeUnit", "ms", "traceEvents", events)) + "\n";
  }

  private static Map<String, Object> named(int process, String host) {
    return Map.of(
        "name", "process_name", "ph", "M", "pid", process, "tid", 0, "args", Map.of("name", host));
  }

  private static Map<String, Object> event(Recorded step, Instant zero, int process, int lane) {
    var args = new LinkedHashMap<String, Object>();
    args.put("step", step.step().id());
    args.put("reason", step.reason());
    args.put("outcome", step.outcome().name().toLowerCase(java.util.Locale.ROOT));
    args.put("bytes", step.bytes());
    if (!step.problem().isEmpty()) {
      args.put("problem", step.problem());
    }
    var event = new LinkedHashMap<String, Object>();
    event.put("name", step.step().action());
    event.put("cat", step.step().name());
    event.put("ph", "X");
    event.put("ts", micros(zero, step.start()));
    event.put("dur", micros(step.start(), step.end()));
    event.put("pid", process);
    event.put("tid", lane);
    event.put("args", args);
    return event;
  }

  private static long micros(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1000;
  }
}
