package io.sealer.cli;

import io.sealer.linux.ProcessEnd;
import java.util.Arrays;

/**
 * The end of the process. Java waits some time at its end for threads in native code, and its own
 * thread that waits for the sockets of virtual threads never leaves it: where there is one, the
 * process ends without Java.
 */
final class End {
  private static final String POLLER = "MasterPoller";

  private End() {}

  /** Ends the process; all that it should still say was handed to the standard streams. */
  static void with(int status) {
    System.out.flush();
    System.err.flush();
    if (hasPoller()) {
      ProcessEnd.now(status);
    }
    // System.exit first makes a logger, to say that it was called: a walk through all jars.
    Runtime.getRuntime().halt(status);
  }

  /** Walks through it up to the end itself. */
  static void prepare() {
    boolean _ = hasPoller();
    ProcessEnd.prepare();
  }

  private static boolean hasPoller() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    for (ThreadGroup above = all; above != null; above = above.getParent()) {
      all = above;
    }
    var threads = new Thread[all.activeCount() + 16];
    int count = all.enumerate(threads);
    return Arrays.stream(threads, 0, count).anyMatch(t -> t.getName().equals(POLLER));
  }
}
