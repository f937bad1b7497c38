package io.sealer.run.provider.container;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The IPv4 networks that this machine uses already: its own addresses and its routes. The default
 * route is none of them.
 */
record Routes(List<Net> networks) {
  private static final Path TABLE = Path.of("/proc/net/route");

  /**
   * One network.
   *
   * @param bits its address as a number
   * @param mask ones where it counts
   */
  record Net(int bits, int mask) {
    boolean meets(Subnet subnet) {
      int common = mask & 0xffff_ff00;
      return (bits & common) == (subnet.bits() & common);
    }
  }

  /** What is in use now. */
  static Routes read() throws IOException {
    var networks = new ArrayList<>(addresses());
    Files.readAllLines(TABLE).stream().skip(1).map(Routes::route).forEach(networks::add);
    networks.removeIf(network -> network.mask() == 0);
    return new Routes(List.copyOf(networks));
  }

  boolean free(Subnet subnet) {
    return networks.stream().noneMatch(network -> network.meets(subnet));
  }

  private static List<Net> addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(link -> link.getInterfaceAddresses().stream())
        .filter(address -> address.getAddress() instanceof Inet4Address)
        .map(Routes::network)
        .toList();
  }

  private static Net network(InterfaceAddress address) {
    int length = address.getNetworkPrefixLength();
    int bits = ByteBuffer.wrap(address.getAddress().getAddress()).getInt();
    return new Net(bits, length == 0 ? 0 : -1 << (32 - length));
  }

  /** Columns: interface, destination, gateway, flags, use counts, metric, mask (proc_net(5)). */
  static Net route(String line) {
    String[] columns = line.trim().split("\\s+");
    return new Net(number(columns[1]), number(columns[7]));
  }

  /** The kernel prints network order as if it were this machine's (little-endian). */
  private static int number(String hex) {
    return Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16));
  }
}
