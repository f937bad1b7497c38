package io.sealer.run.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Where the seconds of a run went. Thread-safe; a listener that can be asked at any time. */
public final class Timeline implements EventListener {
  private static final int WIDTH = 40;
  private final ConcurrentLinkedQueue<Span> spans = new ConcurrentLinkedQueue<>();

  /** One step's time. */
  public record Span(String host, String step, String action, Instant start, Instant end) {
    public Duration took() {
      return Duration.between(start, end);
    }
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Done(Instant end, Step step, Duration took, _) -> add(step, end, took);
      case Event.Failed(Instant end, Step step, Duration took, _) -> add(step, end, took);
      case Event.Started _, Event.Progress _, Event.Skipped _ -> {}
    }
  }

  private void add(Step step, Instant end, Duration took) {
    spans.add(new Span(step.host(), step.name(), step.action(), end.minus(took), end));
  }

  /** All steps that ended, by their start. */
  public List<Span> spans() {
    return spans.stream().sorted(Comparator.comparing(Span::start)).toList();
  }

  /** A table with a bar for each step, and the sum for each kind of step; empty without steps. */
  public String table() {
    List<Span> all = spans();
    if (all.isEmpty()) {
      return "";
    }
    Instant first = all.getFirst().start();
    Instant last = all.stream().map(Span::end).max(Comparator.naturalOrder()).orElse(first);
    long whole = Math.max(1, Duration.between(first, last).toMillis());
    var lines = new ArrayList<String>();
    lines.add("%-16s %-14s %8s %8s".formatted("HOST", "STEP", "START s", "TOOK s"));
    all.forEach(span -> lines.add(row(span, first, whole)));
    lines.add("%-31s %8s %8.1f".formatted("all", "", whole / 1000.0));
    return String.join("\n", lines);
  }

  private static String row(Span span, Instant first, long whole) {
    long start = Duration.between(first, span.start()).toMillis();
    int left = (int) (start * WIDTH / whole);
    int length = (int) Math.max(1, span.took().toMillis() * WIDTH / whole);
    return "%-16s %-14s %8.1f %8.1f %s%s"
        .formatted(
            span.host(),
            span.step(),
            start / 1000.0,
            span.took().toMillis() / 1000.0,
            " ".repeat(Math.min(left, WIDTH)),
            "━".repeat(length));
  }

  /** Seconds for each kind of step: the longest of its hosts. */
  public Map<String, Double> phases() {
    var phases = new LinkedHashMap<String, Double>();
    spans().forEach(s -> phases.merge(s.step(), s.took().toMillis() / 1000.0, Math::max));
    return phases;
  }
}
