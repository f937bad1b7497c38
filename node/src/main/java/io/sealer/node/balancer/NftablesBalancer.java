package io.sealer.node.balancer;

import io.sealer.linux.LinuxException;
import io.sealer.linux.net.Backends;
import io.sealer.linux.net.Conntrack;
import io.sealer.linux.net.NatTable;
import io.sealer.linux.net.TcpSockets;
import io.sealer.linux.net.Tracked;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** With nftables: every Linux since 4.18 that is built for firewalls has them. */
final class NftablesBalancer implements Balancer {
  static final NatTable TABLE = new NatTable("sealer-apiserver");

  @Override
  public String name() {
    return "nftables";
  }

  /** Connections that were begun when there were no rules stick to the virtual address itself. */
  @Override
  public void replace(Backends backends) throws LinuxException {
    TABLE.replace(backends);
    cut(backends, backends.front()::equals);
  }

  @Override
  public Optional<List<InetSocketAddress>> servers(Backends backends) throws LinuxException {
    return TABLE.servers(backends);
  }

  @Override
  public int cut(Backends backends, List<InetSocketAddress> dead) throws LinuxException {
    return cut(backends, dead::contains);
  }

  private static int cut(Backends backends, Predicate<InetSocketAddress> which)
      throws LinuxException {
    List<Tracked> ended = Conntrack.forget(backends.front(), which);
    for (Tracked connection : ended) {
      TcpSockets.destroy(connection.client(), backends.front());
    }
    return ended.size();
  }

  @Override
  public void remove(Backends backends) throws LinuxException {
    TABLE.remove();
  }
}
