package io.sealer.oci.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Lets the first of several who want the same thing do it, while the others wait. Thread-safe. */
final class Flights<K> {
  private final Map<K, CountDownLatch> running = new ConcurrentHashMap<>();

  /** Whether there is nothing left to do. */
  @FunctionalInterface
  interface Check {
    boolean isDone() throws IOException;
  }

  /** What is done once. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * Returns when the thing is done, by whomever. When another one's work failed, this one's is
   * tried: it may know a better place.
   *
   * @return whether the work was done here
   */
  boolean once(K key, Check check, Work work) throws IOException {
    while (!check.isDone()) {
      var mine = new CountDownLatch(1);
      CountDownLatch other = running.putIfAbsent(key, mine);
      if (other == null) {
        return run(key, mine, check, work);
      }
      await(other);
    }
    return false;
  }

  private boolean run(K key, CountDownLatch mine, Check check, Work work) throws IOException {
    try {
      if (check.isDone()) {
        return false; // it was finished between the look and the start
      }
      work.run();
      return true;
    } finally {
      running.remove(key, mine);
      mine.countDown();
    }
  }

  private static void await(CountDownLatch other) throws InterruptedIOException {
    try {
      other.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for another transfer");
    }
  }
}
