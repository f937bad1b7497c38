package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Carries out a plan: a step runs as soon as what it needs is done, a few at a time on one host.
 * After a failure, what depends on it is skipped and everything else is finished. Interrupting the
 * caller interrupts every step.
 */
public final class Executor {
  private static final int STEPS_PER_HOST = 4;

  private final HostAccess hosts;
  private final EventListener events;
  private final Map<String, Semaphore> slots = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<StepFailure> failures = new ConcurrentLinkedQueue<>();

  public Executor(HostAccess hosts, EventListener events) {
    this.hosts = hosts;
    this.events = events;
  }

  /** How a step ended, for those that need it. */
  private enum Outcome {
    DONE,
    NOT_DONE
  }

  /**
   * Runs what the plan says must run.
   *
   * @throws StepsFailed with every failure, after all steps that could still run have ended
   * @throws InterruptedException when the caller was interrupted; every step has ended
   */
  public void apply(Plan plan) throws StepsFailed, InterruptedException {
    var outcomes = new ConcurrentHashMap<String, CompletableFuture<Outcome>>();
    plan.steps().forEach(p -> outcomes.put(p.step().id(), new CompletableFuture<>()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PlannedStep planned : plan.steps()) {
        CompletableFuture<Outcome> outcome = outcomes.get(planned.step().id());
        if (outcome == null) {
          continue;
        }
        if (planned.todo()) {
          threads.execute(() -> outcome.complete(settleSafely(planned, outcomes)));
        } else {
          outcome.complete(Outcome.DONE);
        }
      }
      awaitAll(outcomes.values().stream().toList(), threads::shutdownNow);
    }
    if (!failures.isEmpty()) {
      throw new StepsFailed(List.copyOf(failures));
    }
  }

  private static void awaitAll(List<CompletableFuture<Outcome>> all, Runnable cancel)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
    } catch (InterruptedException e) {
      cancel.run();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("outcomes are values, never exceptions", e);
    }
  }

  /** A listener that fails, such as a journal on a full disk, must not let others wait for ever. */
  private Outcome settleSafely(
      PlannedStep planned, Map<String, CompletableFuture<Outcome>> outcomes) {
    try {
      return settle(planned, outcomes);
    } catch (RuntimeException e) {
      failures.add(StepFailure.of(planned.step(), e));
      return Outcome.NOT_DONE;
    }
  }

  private Outcome settle(PlannedStep planned, Map<String, CompletableFuture<Outcome>> outcomes) {
    Step step = planned.step();
    try {
      Optional<String> missing = firstMissing(step, outcomes);
      if (missing.isPresent()) {
        String why = missing.get() + " was not done";
        events.on(new Event.Skipped(Instant.now(), step, why));
        return Outcome.NOT_DONE;
      }
      Semaphore slot = slots.computeIfAbsent(step.host(), h -> new Semaphore(STEPS_PER_HOST));
      slot.acquire();
      try {
        return carryOut(step, planned.reason().orElse(""));
      } finally {
        slot.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      events.on(new Event.Skipped(Instant.now(), step, "cancelled"));
      return Outcome.NOT_DONE;
    }
  }

  private static Optional<String> firstMissing(
      Step step, Map<String, CompletableFuture<Outcome>> outcomes) throws InterruptedException {
    for (String need : step.needs()) {
      CompletableFuture<Outcome> outcome = outcomes.get(need);
      try {
        if (outcome == null || outcome.get() == Outcome.NOT_DONE) {
          return Optional.of(need);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("outcomes are values, never exceptions", e);
      }
    }
    return Optional.empty();
  }

  private Outcome carryOut(Step step, String reason) {
    Instant start = Instant.now();
    events.on(new Event.Started(start, step, reason));
    try {
      var context = new LiveContext(step, hosts, events);
      runAndProve(context);
      Instant end = Instant.now();
      List<String> warnings = context.warnings().stream().distinct().toList();
      events.on(new Event.Done(end, step, Duration.between(start, end), warnings));
      return Outcome.DONE;
    } catch (StepFailure failure) {
      failures.add(failure);
      Instant end = Instant.now();
      events.on(new Event.Failed(end, step, Duration.between(start, end), failure));
      return Outcome.NOT_DONE;
    }
  }

  /** Runs a step, then looks whether the host now is as the step wants it. */
  private static void runAndProve(LiveContext context) throws StepFailure {
    Step step = context.step();
    try {
      step.work().run(context);
      Optional<String> still = context.still();
      if (still.isPresent()) {
        throw context.failure(
            "ran without an error, but " + still.get(),
            "run the same command again; then report it");
      }
    } catch (HostException e) {
      throw StepFailure.of(step, e);
    } catch (IOException | RuntimeException e) {
      throw StepFailure.of(step, e);
    }
  }
}
