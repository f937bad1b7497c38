package io.sealer.run.report;

import io.sealer.run.engine.Event;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remembers every step of a run that began. Thread-safe; can be asked at any time. */
public final class RunRecorder implements EventListener {
  private final Map<String, Recorded> steps = new LinkedHashMap<>();

  /** How a step ended. */
  public enum Outcome {
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * A step that began.
   *
   * @param reason why it had to run
   * @param start when it began
   * @param end when it ended; the last that was heard of it while it runs
   * @param bytes how much it has moved
   * @param problem why it failed; empty when it did not
   */
  public record Recorded(
      Step step,
      String reason,
      Instant start,
      Instant end,
      Outcome outcome,
      long bytes,
      String problem) {
    /** How long it took. */
    public Duration took() {
      return Duration.between(start, end);
    }
  }

  @Override
  public synchronized void on(Event event) {
    String id = event.step().id();
    switch (event) {
      case Event.Started(Instant time, Step step, String reason) ->
          steps.put(id, new Recorded(step, reason, time, time, Outcome.RUNNING, 0, ""));
      case Event.Progress(Instant time, _, long bytes, _) ->
          steps.computeIfPresent(id, (_, r) -> ended(r, time, Outcome.RUNNING, bytes, ""));
      case Event.Done(Instant time, _, _, _) ->
          steps.computeIfPresent(id, (_, r) -> ended(r, time, Outcome.DONE, r.bytes, ""));
      case Event.Failed(Instant time, _, _, var failure) ->
          steps.computeIfPresent(
              id, (_, r) -> ended(r, time, Outcome.FAILED, r.bytes, failure.problem()));
      case Event.Skipped _ -> {
        // It never began.
      }
    }
  }

  private static Recorded ended(
      Recorded r, Instant time, Outcome outcome, long bytes, String problem) {
    return new Recorded(r.step, r.reason, r.start, time, outcome, bytes, problem);
  }

  /** All of them, by their start. */
  public synchronized List<Recorded> steps() {
    return steps.values().stream().sorted(Comparator.comparing(Recorded::start)).toList();
  }

  /**
   * The chain of steps that the run's length is made of: from the one that ended last back through
   * whichever of its needs ended last. Ids, the first step first.
   */
  public List<String> criticalPath() {
    List<Recorded> all = steps();
    var chain = new ArrayList<String>();
    Set<String> seen = new LinkedHashSet<>();
    Optional<Recorded> at = all.stream().max(Comparator.comparing(Recorded::end));
    while (at.isPresent() && seen.add(at.get().step().id())) {
      Recorded last = at.get();
      chain.addFirst(last.step().id());
      at =
          all.stream()
              .filter(r -> last.step().needs().contains(r.step().id()))
              .max(Comparator.comparing(Recorded::end));
    }
    return chain;
  }
}
