package io.sealer.run.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan as one JSON document: {@code {steps[{id, host, action, reason, needs[]}], summary{hosts,
 * steps, bytes}}}.
 */
public final class PlanJson {
  private PlanJson() {}

  /** The document; empty {@code steps} means nothing to do. */
  public static Map<String, Object> document(Plan plan) {
    List<PlannedStep> todo = plan.todo();
    var summary = new LinkedHashMap<String, Object>();
    summary.put("hosts", plan.hosts());
    summary.put("steps", todo.size());
    summary.put("bytes", plan.bytes());
    var document = new LinkedHashMap<String, Object>();
    document.put("steps", todo.stream().map(PlanJson::step).toList());
    document.put("summary", summary);
    return document;
  }

  /** The document as text. */
  public static String text(Plan plan) {
    return Json.pretty(document(plan));
  }

  private static Map<String, Object> step(PlannedStep planned) {
    Step step = planned.step();
    var json = new LinkedHashMap<String, Object>();
    json.put("id", step.id());
    json.put("host", step.host());
    json.put("action", step.action());
    json.put("reason", planned.reason().orElse(""));
    json.put("needs", step.needs().stream().sorted().toList());
    return json;
  }
}
