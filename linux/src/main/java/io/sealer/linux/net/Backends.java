package io.sealer.linux.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A virtual TCP address and where its connections go.
 *
 * @param address the virtual address
 * @param port the virtual port
 * @param servers who takes the connections, each as likely as the others; of the same family
 */
public record Backends(InetAddress address, int port, List<InetSocketAddress> servers) {
  public Backends {
    servers = List.copyOf(servers);
    if (servers.stream().anyMatch(s -> Family.of(s.getAddress()) != Family.of(address))) {
      throw new IllegalArgumentException("servers of another address family than " + address);
    }
  }

  Family family() {
    return Family.of(address);
  }

  /** The same with other servers. */
  public Backends with(List<InetSocketAddress> others) {
    return new Backends(address, port, others);
  }

  /** The virtual address and port. */
  public InetSocketAddress front() {
    return new InetSocketAddress(address, port);
  }

  static InetSocketAddress parse(String text) {
    int comma = text.lastIndexOf(',');
    return new InetSocketAddress(
        InetAddress.ofLiteral(text.substring(0, comma)),
        Integer.parseInt(text.substring(comma + 1)));
  }

  static String text(InetSocketAddress at) {
    return at.getAddress().getHostAddress() + "," + at.getPort();
  }
}
