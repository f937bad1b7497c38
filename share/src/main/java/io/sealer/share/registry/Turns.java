package io.sealer.share.registry;

import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One request at a time for each upload. A new request ends the connection of the one before: a
 * client that was cut off comes back on another connection long before we notice. Thread-safe.
 */
final class Turns {
  private final Map<String, Turn> running = new HashMap<>();

  /** Held by one request. */
  final class Turn implements AutoCloseable {
    private final String upload;
    private final Runnable cutOff;

    private Turn(String upload, Runnable cutOff) {
      this.upload = upload;
      this.cutOff = cutOff;
    }

    @Override
    public void close() {
      synchronized (running) {
        running.remove(upload, this);
        running.notifyAll();
      }
    }
  }

  /** Waits for the turn, after cutting off whoever has it. */
  Turn take(String upload, Runnable cutOff) throws InterruptedIOException {
    var turn = new Turn(upload, cutOff);
    synchronized (running) {
      for (Turn before = running.get(upload); before != null; before = running.get(upload)) {
        before.cutOff.run();
        await();
      }
      running.put(upload, turn);
    }
    return turn;
  }

  private void await() throws InterruptedIOException {
    try {
      running.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stops");
    }
  }
}
