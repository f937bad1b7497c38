package io.sealer.cli.output;

import io.sealer.run.engine.Event;
import io.sealer.run.engine.EventListener;
import io.sealer.run.provider.ProviderListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shows how a run goes: a line for every step that is done or has failed, and while bytes move a
 * line a host every few seconds with amount, rate and time left. Thread-safe.
 */
public final class RunProgress implements EventListener, ProviderListener {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private record Transfer(long begun, long shown) {}

  private final Console console;
  private final Instant begun = Instant.now();
  private final Map<String, Transfer> transfers = new ConcurrentHashMap<>();
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
      case Event.Started started ->
          transfers.put(started.step().id(), new Transfer(System.nanoTime(), System.nanoTime()));
      case Event.Progress progress -> progress(progress);
      case Event.Done done ->
          line(
              done.time(),
              done.step().host(),
              done.step().action() + " (" + Human.duration(done.took()) + ")");
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

  private void progress(Event.Progress event) {
    long now = System.nanoTime();
    String id = event.step().id();
    Transfer transfer = transfers.getOrDefault(id, new Transfer(now, now));
    if (now - transfer.shown < EVERY_NANOS) {
      return;
    }
    transfers.put(id, new Transfer(transfer.begun, now));
    double rate = event.bytes() / Math.max((now - transfer.begun) / 1e9, 0.001);
    String total = event.total() > 0 ? " of " + Human.bytes(event.total()) : "";
    String left =
        event.total() > 0 && rate > 0
            ? ", "
                + Human.duration(
                    Duration.ofMillis((long) ((event.total() - event.bytes()) / rate * 1000)))
                + " left"
            : "";
    line(
        event.time(),
        event.step().host(),
        event.step().action()
            + ": "
            + Human.bytes(event.bytes())
            + total
            + ", "
            + Human.bytes((long) rate)
            + "/s"
            + left);
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
