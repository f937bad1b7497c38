package io.sealer.linux.net;

import io.sealer.linux.Attributes;
import io.sealer.linux.LinuxException;
import io.sealer.linux.NetlinkMessage;
import io.sealer.linux.NetlinkSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** This host's TCP sockets (sock_diag(7)). Needs root. */
public final class TcpSockets {
  private static final int ENOENT = 2;
  private static final int EOPNOTSUPP = 95;
  private static final int DESTROY = 21;
  private static final int TCP = 6;
  private static final int ADDRESS = 16;

  private TcpSockets() {}

  /**
   * Ends a connection at once, as {@code ss -K} does: its program gets an error (ECONNABORTED)
   * instead of waiting for packets that do not come.
   *
   * @return false when this host has no such socket (the connection may be a pod's), or the kernel
   *     was built without INET_DIAG_DESTROY
   */
  public static boolean destroy(InetSocketAddress local, InetSocketAddress remote)
      throws LinuxException {
    try (var kernel = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG, "end a connection")) {
      kernel.execute(NetlinkMessage.request(DESTROY, 0, request(local, remote), new Attributes()));
      return true;
    } catch (LinuxException e) {
      if (e.errno() == ENOENT || e.errno() == EOPNOTSUPP) {
        return false;
      }
      throw e;
    }
  }

  /** {@code struct inet_diag_req_v2} (linux/inet_diag.h). */
  static byte[] request(InetSocketAddress local, InetSocketAddress remote) {
    var buffer = ByteBuffer.allocate(56).order(ByteOrder.nativeOrder());
    buffer.put((byte) Family.of(local.getAddress()).number).put((byte) TCP).putShort((short) 0);
    buffer.putInt(-1);
    buffer.order(ByteOrder.BIG_ENDIAN);
    buffer.putShort((short) local.getPort()).putShort((short) remote.getPort());
    buffer.put(Arrays.copyOf(local.getAddress().getAddress(), ADDRESS));
    buffer.put(Arrays.copyOf(remote.getAddress().getAddress(), ADDRESS));
    buffer.putInt(0).putInt(-1).putInt(-1);
    return buffer.array();
  }
}
