package io.sealer.cli.output;

import io.sealer.oci.Progress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows how far moving content has come: one line that is rewritten on a terminal, a line every
 * five seconds without one, and a last line with the sum. Close it when the work is over.
 * Thread-safe.
 */
public final class TransferProgress implements Progress, AutoCloseable {
  private final Console console;
  private final String verb;
  private final long begun = System.nanoTime();
  private final Pace pace = new Pace(begun, 0);
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong moved = new AtomicLong();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger reused = new AtomicInteger();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread ticker;

  /** Progress under a verb such as {@code pulled}. */
  public TransferProgress(Console console, String verb) {
    this.console = console;
    this.verb = verb;
    ticker = Thread.ofVirtual().name("progress").start(this::tick);
  }

  @Override
  public void started(String what, long bytes) {
    if (known.add(what)) {
      total.addAndGet(bytes);
    }
  }

  @Override
  public void advanced(String what, long bytes) {
    moved.addAndGet(bytes);
  }

  @Override
  public void done(String what, boolean wasThere) {
    (wasThere ? reused : finished).incrementAndGet();
  }

  private void tick() {
    long every = console.isTerminal() ? 200 : 5000;
    try {
      while (!closed.await(every, TimeUnit.MILLISECONDS)) {
        show(line());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(String line) {
    if (console.isTerminal()) {
      console.err().print("\r\u001b[K" + line);
      console.err().flush();
    } else if (moved.get() > 0) {
      console.tell(line);
    }
  }

  private String line() {
    long bytes = moved.get();
    return pace.text(System.nanoTime(), bytes, Math.max(total.get(), bytes));
  }

  private double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }

  /** Prints the sum of what was moved; call it when the work has succeeded. */
  public void finished() {
    close();
    String there = reused.get() == 0 ? "" : ", " + reused.get() + " already there";
    String took = Human.duration(Duration.ofMillis((long) (seconds() * 1000)));
    console.tell(
        "%s %s in %s (%d pieces%s)"
            .formatted(verb, Human.bytes(moved.get()), took, finished.get(), there));
  }

  /** Ends the live line. */
  @Override
  public void close() {
    closed.countDown();
    try {
      ticker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (console.isTerminal()) {
      console.err().print("\r\u001b[K");
      console.err().flush();
    }
  }
}
