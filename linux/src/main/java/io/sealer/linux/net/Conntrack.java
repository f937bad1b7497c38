package io.sealer.linux.net;

import io.sealer.linux.Attributes;
import io.sealer.linux.LinuxException;
import io.sealer.linux.NetlinkMessage;
import io.sealer.linux.NetlinkSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The kernel's table of connections (linux/netfilter/nfnetlink_conntrack.h). Needs root. */
public final class Conntrack {
  private static final int ENOENT = 2;
  private static final int GET = (1 << 8) | 1;
  private static final int DELETE = (1 << 8) | 2;
  private static final int HEADER = 4;
  private static final int ORIGINAL = 1;
  private static final int REPLY = 2;
  private static final int ID = 12;
  private static final int ZONE = 18;

  private Conntrack() {}

  /** What to ask the kernel to forget, and what it stands for. */
  private record Entry(NetlinkMessage delete, Tracked connection) {}

  /**
   * Forgets TCP connections that were opened to a virtual address and go to servers that are gone:
   * their next packet is taken for a new connection and goes to a server that lives.
   *
   * @param gone says of a connection's server whether it is to be forgotten
   * @return the connections that were forgotten
   */
  public static List<Tracked> forget(InetSocketAddress front, Predicate<InetSocketAddress> gone)
      throws LinuxException {
    var forgotten = new ArrayList<Tracked>();
    try (var kernel = NetlinkSocket.open(NetlinkSocket.NETFILTER, "connection tracking")) {
      for (Entry entry : entries(kernel, front)) {
        if (gone.test(entry.connection().server()) && delete(kernel, entry.delete())) {
          forgotten.add(entry.connection());
        }
      }
    }
    return forgotten;
  }

  /** False when it ended by itself meanwhile. */
  private static boolean delete(NetlinkSocket kernel, NetlinkMessage request)
      throws LinuxException {
    try {
      kernel.execute(request);
      return true;
    } catch (LinuxException e) {
      if (e.errno() == ENOENT) {
        return false;
      }
      throw e;
    }
  }

  private static List<Entry> entries(NetlinkSocket kernel, InetSocketAddress front)
      throws LinuxException {
    byte[] header = {(byte) Family.of(front.getAddress()).number, 0, 0, 0};
    var all = NetlinkMessage.request(GET, NetlinkMessage.DUMP, header, new Attributes());
    var entries = new ArrayList<Entry>();
    for (NetlinkMessage answer : kernel.ask(all)) {
      entry(Attributes.parse(answer.after(HEADER)), header, front).ifPresent(entries::add);
    }
    return entries;
  }

  private static Optional<Entry> entry(
      Map<Integer, byte[]> values, byte[] header, InetSocketAddress front) {
    byte[] original = values.getOrDefault(ORIGINAL, new byte[0]);
    Optional<Tuple> opened = Tuple.parse(original);
    Optional<Tuple> answered = Tuple.parse(values.getOrDefault(REPLY, new byte[0]));
    if (opened.isEmpty() || answered.isEmpty() || !opened.get().destination().equals(front)) {
      return Optional.empty();
    }
    var which = new Attributes();
    which.bytes(ORIGINAL | 0x8000, original);
    Optional.ofNullable(values.get(ID)).ifPresent(id -> which.bytes(ID, id));
    Optional.ofNullable(values.get(ZONE)).ifPresent(zone -> which.bytes(ZONE, zone));
    return Optional.of(
        new Entry(
            NetlinkMessage.request(DELETE, 0, header, which),
            new Tracked(opened.get().source(), answered.get().source())));
  }

  /** Source and destination of one direction of a TCP connection. */
  record Tuple(InetSocketAddress source, InetSocketAddress destination) {
    private static final int TCP = 6;

    static Optional<Tuple> parse(byte[] encoded) {
      var tuple = Attributes.parse(encoded);
      var ip = Attributes.parse(tuple.getOrDefault(1, new byte[0]));
      var transport = Attributes.parse(tuple.getOrDefault(2, new byte[0]));
      byte[] protocol = transport.getOrDefault(1, new byte[0]);
      byte[] source = ip.getOrDefault(1, ip.getOrDefault(3, new byte[0]));
      byte[] destination = ip.getOrDefault(2, ip.getOrDefault(4, new byte[0]));
      if (protocol.length != 1 || protocol[0] != TCP || source.length == 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Tuple(at(source, transport.get(2)), at(destination, transport.get(3))));
    }

    private static InetSocketAddress at(
        byte[] address, byte @org.jspecify.annotations.Nullable [] port) {
      try {
        int number = port == null ? 0 : Short.toUnsignedInt(ByteBuffer.wrap(port).getShort());
        return new InetSocketAddress(InetAddress.getByAddress(address), number);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("an address of " + address.length + " bytes", e);
      }
    }
  }
}
