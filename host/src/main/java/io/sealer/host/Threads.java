package io.sealer.host;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads that talk to sockets and processes. Platform threads: an interrupt of a virtual thread
 * closes the socket it uses, and a busy one keeps others from running. Few: one for each connection
 * and one for each command under way.
 */
final class Threads {
  private static final ExecutorService OF_COMMANDS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("sealer command ", 0).factory());

  private Threads() {}

  /** Runs a task of a command: there are many of them and each is short, so threads are kept. */
  static void ofCommand(Runnable task) {
    OF_COMMANDS.execute(task);
  }

  static Thread start(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name("sealer " + name).start(task);
  }
}
