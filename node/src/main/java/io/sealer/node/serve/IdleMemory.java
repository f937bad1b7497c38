package io.sealer.node.serve;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives memory back to the machine after work: the collector of a small heap does not run when
 * nothing happens, and keeps what the last crowd needed. Closing ends its thread.
 */
final class IdleMemory implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(20);

  private final AtomicLong requests = new AtomicLong();
  private final Thread thread = Thread.ofVirtual().name("idle-memory").start(this::watch);

  /** A request was answered. */
  void worked() {
    requests.incrementAndGet();
  }

  private void watch() {
    long collected = 0;
    long seen = 0;
    try {
      while (true) {
        Thread.sleep(QUIET);
        long now = requests.get();
        if (now == seen && now != collected) {
          System.gc();
          collected = now;
        }
        seen = now;
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
