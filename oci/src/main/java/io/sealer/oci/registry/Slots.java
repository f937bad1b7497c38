package io.sealer.oci.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/** Limits how much is transferred at once. Slots are never held while waiting for others. */
final class Slots {
  private final Semaphore free;

  Slots(int count) {
    free = new Semaphore(count, true);
  }

  /** A transfer. */
  @FunctionalInterface
  interface Transfer<T> {
    T run() throws IOException;
  }

  /** Does a transfer as soon as there is a slot. */
  <T> T in(Transfer<T> transfer) throws IOException {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for other transfers");
    }
    try {
      return transfer.run();
    } finally {
      free.release();
    }
  }
}
