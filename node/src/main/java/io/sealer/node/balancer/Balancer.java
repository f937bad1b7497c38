package io.sealer.node.balancer;

import io.sealer.linux.net.Backends;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Rules of the kernel that send connections to one of several servers. Rules outlive us. */
interface Balancer {
  /** How the kernel's feature is called. */
  String name();

  /** Lets the kernel send connections to exactly these servers from now on. */
  void replace(Backends backends) throws IOException;

  /** Where the kernel sends connections now; empty when there are no rules, or damaged ones. */
  Optional<List<InetSocketAddress>> servers(Backends backends) throws IOException;

  /**
   * Ends the connections that still go to servers which are no longer among these, so that nobody
   * waits for the dead.
   *
   * @return how many were ended
   */
  int cut(Backends backends, List<InetSocketAddress> dead) throws IOException;

  /** Removes the rules, if there are any. */
  void remove(Backends backends) throws IOException;
}
