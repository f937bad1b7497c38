package io.sealer.linux.net;

import io.sealer.linux.Attributes;
import io.sealer.linux.LinuxException;
import io.sealer.linux.NetlinkMessage;
import io.sealer.linux.NetlinkSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Routes to single addresses (rtnetlink(7)). Needs root. */
public final class HostRoutes {
  private static final int ESRCH = 3;
  private static final int NEW_ROUTE = 24;
  private static final int DELETE_ROUTE = 25;
  private static final int DESTINATION = 1;
  private static final int OUTPUT = 4;
  private static final int PRIORITY = 6;
  private static final int SOURCE = 7;
  private static final int LOOPBACK = 1;
  private static final int METRIC = 50;
  private static final int MAIN = 254;
  private static final int SCOPE_LINK = 253;
  private static final int UNICAST = 1;

  /** Says whose routes these are; {@code ip route} shows {@code proto 83}. */
  private static final int PROTOCOL = 83;

  private HostRoutes() {}

  /**
   * Lets this host have a way to an address that only rules of the kernel know: without one, and
   * without a default route, nothing could be sent. Replaces the one of an earlier call.
   *
   * @param source what packets come from; an address of this host
   */
  public static void add(InetAddress address, InetAddress source) throws LinuxException {
    var values = attributes(address).bytes(SOURCE, source.getAddress());
    int flags = NetlinkMessage.CREATE | NetlinkMessage.REPLACE;
    execute(NetlinkMessage.request(NEW_ROUTE, flags, header(address), values));
  }

  /** Removes it, if it is there. */
  public static void remove(InetAddress address) throws LinuxException {
    try {
      execute(NetlinkMessage.request(DELETE_ROUTE, 0, header(address), attributes(address)));
    } catch (LinuxException e) {
      if (e.errno() != ESRCH) {
        throw e;
      }
    }
  }

  private static Attributes attributes(InetAddress address) {
    return new Attributes()
        .bytes(DESTINATION, address.getAddress())
        .u32(OUTPUT, LOOPBACK)
        .u32(PRIORITY, METRIC);
  }

  /** {@code struct rtmsg}. */
  private static byte[] header(InetAddress address) {
    Family family = Family.of(address);
    return ByteBuffer.allocate(12)
        .order(ByteOrder.nativeOrder())
        .put((byte) family.number)
        .put((byte) (family.length * 8))
        .putShort((short) 0)
        .put((byte) MAIN)
        .put((byte) PROTOCOL)
        .put((byte) SCOPE_LINK)
        .put((byte) UNICAST)
        .putInt(0)
        .array();
  }

  private static void execute(NetlinkMessage request) throws LinuxException {
    try (var kernel = NetlinkSocket.open(NetlinkSocket.ROUTE, "route to the virtual address")) {
      kernel.execute(request);
    }
  }
}
