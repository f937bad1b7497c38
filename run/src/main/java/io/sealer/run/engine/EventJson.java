package io.sealer.run.engine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Events as JSON lines: {@code {time, type, host, step, bytes, total, seconds, warnings, error}}.
 */
public final class EventJson {
  private EventJson() {}

  /** A listener that hands each event over as a line. */
  public static EventListener lines(Consumer<String> to) {
    return event -> to.accept(line(event));
  }

  /** One line, without a line end. */
  public static String line(Event event) {
    var json = new LinkedHashMap<String, Object>();
    json.put("time", event.time().toString());
    json.put("type", type(event));
    json.put("host", event.step().host());
    json.put("step", event.step().id());
    switch (event) {
      case Event.Started(_, _, String reason) -> json.put("reason", reason);
      case Event.Progress(_, _, long bytes, long total) -> {
        json.put("bytes", bytes);
        json.put("total", total);
      }
      case Event.Done(_, _, Duration took, var warnings) -> {
        json.put("seconds", seconds(took));
        if (!warnings.isEmpty()) {
          json.put("warnings", warnings);
        }
      }
      case Event.Skipped(_, _, String why) -> json.put("reason", why);
      case Event.Failed(_, _, Duration took, StepFailure failure) -> {
        json.put("seconds", seconds(took));
        json.put("error", error(failure));
      }
    }
    return Json.line(json);
  }

  private static String type(Event event) {
    return switch (event) {
      case Event.Started _ -> "started";
      case Event.Progress _ -> "progress";
      case Event.Done _ -> "done";
      case Event.Skipped _ -> "skipped";
      case Event.Failed _ -> "failed";
    };
  }

  private static double seconds(Duration took) {
    return Math.round(took.toMillis() / 10.0) / 100.0;
  }

  /** A failure as {@code {message, command, output[], hint}}. */
  public static Map<String, Object> error(StepFailure failure) {
    var json = new LinkedHashMap<String, Object>();
    json.put("message", failure.problem());
    failure.command().ifPresent(command -> json.put("command", command));
    json.put("output", failure.output());
    json.put("hint", failure.hint());
    return json;
  }
}
