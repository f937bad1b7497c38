package io.sealer.cli.output;

import io.sealer.run.engine.Event;
import io.sealer.run.engine.EventListener;
import io.sealer.run.provider.ProviderListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows how a run goes: a line for every step that is done or has failed, and while bytes move a
 * line a host every few seconds with amount, rate and time left. Thread-safe.
 */
public final class RunProgress implements EventListener, ProviderListener {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** What one step moves. Thread-safe. */
  private static final class Transfer {
    private final Pace pace = new Pace(System.nanoTime(), 0);
    private long shown = System.nanoTime();

    /** The text of it, when it is time for the next. */
    synchronized Optional<String> due(Event.Progress event) {
      long now = System.nanoTime();
      if (now - shown < EVERY_NANOS) {
        return Optional.empty();
      }
      shown = now;
      return Optional.of(pace.text(now, event.bytes(), event.total()));
    }
  }

  private final Console console;
  private final Instant begun = Instant.now();
  private final Map<String, Transfer> transfers = new ConcurrentHashMap<>();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();

  /** Progress on this console's error stream. */
  public RunProgress(Console console) {
    this.console = console;
  }

  @Override
  public void on(String host, String text) {
    line(Instant.now(), host, text);
  }

  @Override
  public void on(Event event) {
    switch (event) {
      case Event.Started started -> transfers.put(started.step().id(), new Transfer());
      case Event.Progress progress -> progress(progress);
      case Event.Done done -> {
        line(
            done.time(),
            done.step().host(),
            done.step().action() + " (" + Human.duration(done.took()) + ")");
        done.warnings().stream().filter(warned::add).forEach(text -> warn(done, text));
      }
      case Event.Skipped skipped ->
          line(
              skipped.time(),
              skipped.step().host(),
              skipped.step().action() + " skipped: " + skipped.why());
      case Event.Failed failed ->
          line(
              failed.time(),
              failed.step().host(),
              console.paint("31", failed.step().action() + " failed")
                  + ": "
                  + failed.failure().problem());
    }
  }

  /** Once, although every host may say the same. */
  private void warn(Event.Done done, String text) {
    line(done.time(), done.step().host(), console.paint("33", "warning") + ": " + text);
  }

  private void progress(Event.Progress event) {
    Transfer transfer = transfers.computeIfAbsent(event.step().id(), _ -> new Transfer());
    transfer
        .due(event)
        .ifPresent(
            text -> line(event.time(), event.step().host(), event.step().action() + ": " + text));
  }

  private void line(Instant time, String host, String text) {
    double seconds = Duration.between(begun, time).toMillis() / 1000.0;
    // One line at a time, from however many hosts.
    lock.lock();
    try {
      console.tell(String.format(Locale.ROOT, "%6.1fs  %-15s  %s", seconds, host, text));
    } finally {
      lock.unlock();
    }
  }
}
