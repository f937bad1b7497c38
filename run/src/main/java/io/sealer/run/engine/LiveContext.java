package io.sealer.run.engine;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The context of a step that runs now. */
record LiveContext(
    Step step,
    HostAccess hosts,
    EventListener events,
    AtomicLong told,
    Queue<String> warnings,
    AtomicReference<Optional<Optional<String>>> proof)
    implements StepContext {
  private static final long INTERVAL_NANOS = 200_000_000L;

  LiveContext(Step step, HostAccess hosts, EventListener events) {
    this(
        step,
        hosts,
        events,
        new AtomicLong(System.nanoTime() - INTERVAL_NANOS),
        new ConcurrentLinkedQueue<>(),
        new AtomicReference<>(Optional.empty()));
  }

  @Override
  public Session session(String host) throws HostException {
    return hosts.session(host);
  }

  @Override
  public Ledger ledger(String host) throws HostException {
    return hosts.ledger(host);
  }

  @Override
  public void warn(String text) {
    warnings.add(text);
  }

  @Override
  public void proven(Optional<String> still) {
    proof.set(Optional.of(still));
  }

  /** Why the step still is not done; asks its check unless its work has brought the answer. */
  Optional<String> still() throws HostException, IOException, StepFailure {
    Optional<Optional<String>> known = proof.get();
    return known.isPresent() ? known.get() : step.work().check(this);
  }

  /** Told five times a second at most, and at the end. */
  @Override
  public void progress(long done, long total) {
    long now = System.nanoTime();
    long last = told.get();
    boolean due = now - last >= INTERVAL_NANOS || (total > 0 && done >= total);
    if (due && told.compareAndSet(last, now)) {
      events.on(new Event.Progress(Instant.now(), step, done, total));
    }
  }
}
