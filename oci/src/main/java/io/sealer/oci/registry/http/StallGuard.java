package io.sealer.oci.registry.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes a socket on which nothing more can be written for some time: sockets have a timeout for
 * reading only.
 */
final class StallGuard implements AutoCloseable {
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicLong steps = new AtomicLong();

  StallGuard(Socket socket, Duration longest) {
    Thread.ofVirtual().name("stall-guard").start(() -> watch(socket, longest));
  }

  /** Something was written. */
  void moved() {
    steps.incrementAndGet();
  }

  private void watch(Socket socket, Duration longest) {
    try {
      long before = -1;
      while (!finished.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = steps.get();
        if (now == before) {
          socket.close();
          return;
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a stalled connection", e);
    }
  }

  @Override
  public void close() {
    finished.countDown();
  }
}
