package io.sealer.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A local address of /proc/net/tcp and its like (proc(5)): words of the host's byte order in
 * hexadecimal, a colon, the port.
 */
final class RawListener {
  private RawListener() {}

  static Facts.Listener parse(String protocol, String local) {
    int colon = local.indexOf(':');
    try {
      String address = address(HexFormat.of().parseHex(local.substring(0, Math.max(colon, 0))));
      int port = Integer.parseInt(local.substring(colon + 1), 16);
      return new Facts.Listener(protocol.substring(0, 3), address, port, Optional.empty());
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw new IllegalArgumentException("listen-raw: " + local, e);
    }
  }

  private static String address(byte[] words) throws UnknownHostException {
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      // Every processor sealer runs on is little-endian.
      bytes[i] = words[(i & ~3) + 3 - (i & 3)];
    }
    InetAddress address = InetAddress.getByAddress(bytes);
    if (address.isAnyLocalAddress()) {
      return words.length == 4 ? "0.0.0.0" : "::";
    }
    return address.getHostAddress();
  }
}
