package io.sealer.run.engine;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The context of a step that runs now. */
record LiveContext(Step step, HostAccess hosts, EventListener events, AtomicLong told)
    implements StepContext {
  private static final long INTERVAL_NANOS = 200_000_000L;

  LiveContext(Step step, HostAccess hosts, EventListener events) {
    this(step, hosts, events, new AtomicLong(System.nanoTime() - INTERVAL_NANOS));
  }

  @Override
  public Session session(String host) throws HostException {
    return hosts.session(host);
  }

  @Override
  public Ledger ledger(String host) throws HostException {
    return hosts.ledger(host);
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
