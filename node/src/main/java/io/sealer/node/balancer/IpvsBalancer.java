package io.sealer.node.balancer;

import io.sealer.linux.LinuxException;
import io.sealer.linux.net.Backends;
import io.sealer.linux.net.Ipvs;
import io.sealer.linux.net.TcpSockets;
import io.sealer.linux.net.Tracked;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** With IPVS, the kernel's load balancer. */
final class IpvsBalancer implements Balancer {
  private final Ipvs kernel;

  IpvsBalancer(Ipvs kernel) {
    this.kernel = kernel;
  }

  @Override
  public String name() {
    return "ipvs";
  }

  @Override
  public void replace(Backends backends) throws LinuxException {
    kernel.replace(backends);
  }

  @Override
  public Optional<List<InetSocketAddress>> servers(Backends backends) throws LinuxException {
    return kernel.servers(backends);
  }

  /** IPVS drops packets of connections whose server was removed; their clients must not wait. */
  @Override
  public int cut(Backends backends, List<InetSocketAddress> dead) throws IOException {
    int ended = 0;
    for (Tracked connection : Ipvs.connections(backends.front())) {
      if (dead.contains(connection.server())) {
        TcpSockets.destroy(connection.client(), backends.front());
        ended++;
      }
    }
    return ended;
  }

  @Override
  public void remove(Backends backends) throws LinuxException {
    kernel.remove(backends);
  }
}
