package io.sealer.host;

/**
 * Threads that talk to sockets and processes. Platform threads: an interrupt of a virtual thread
 * closes the socket it uses, and a busy one keeps others from running. Few: one for each connection
 * and one for each command under way.
 */
final class Threads {
  private Threads() {}

  static Thread start(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name("sealer " + name).start(task);
  }
}
