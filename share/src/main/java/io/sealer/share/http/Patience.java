package io.sealer.share.http;

import java.io.IOException;
import java.time.Duration;

/**
 * How long one connection's peer may still keep us waiting. Runs only while we wait for the peer: a
 * handler may take its time. A watcher asks {@link #isOver} from another thread.
 */
final class Patience {
  private static final long NANOS_PER_BYTE = 1_000_000_000L / 1024;

  private final long most;
  private long left;
  private volatile long deadline = Long.MAX_VALUE;

  /** Something that waits for the peer and answers the bytes moved, negative at an end. */
  @FunctionalInterface
  interface Wait {
    int run() throws IOException;
  }

  Patience(Duration stall) {
    this.most = stall.toNanos();
  }

  /** Starts a phase that has this time in all, progress or not. */
  void grant(Duration time) {
    left = time.toNanos();
  }

  /** Starts a phase in which progress buys time. */
  void grantStall() {
    left = most;
  }

  /** Waits; bytes moved do not count. */
  int within(Wait wait) throws IOException {
    return waiting(wait, 0);
  }

  /** Waits; bytes moved give time back. */
  int earning(Wait wait) throws IOException {
    return waiting(wait, NANOS_PER_BYTE);
  }

  private int waiting(Wait wait, long earned) throws IOException {
    long until = System.nanoTime() + left;
    deadline = until;
    try {
      int moved = wait.run();
      long rest = until - System.nanoTime();
      left = earned == 0 ? rest : Math.min(most, rest + Math.max(0, moved) * earned);
      return moved;
    } finally {
      deadline = Long.MAX_VALUE;
    }
  }

  /** Whether the peer has used up its time. */
  boolean isOver(long now) {
    long until = deadline;
    return until != Long.MAX_VALUE && until - now < 0;
  }
}
