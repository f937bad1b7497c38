package io.sealer.run.kubernetes;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The network of services. */
final class ServiceNetwork {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private ServiceNetwork() {}

  /** Whether it is an IP address and no name. */
  static boolean isAddress(Object text) {
    return ADDRESS.matcher(String.valueOf(text)).matches();
  }

  /**
   * The address of service {@code kubernetes}: the first of the (first) network.
   *
   * @throws IllegalArgumentException when it is not a network like 10.96.0.0/12
   */
  static String first(String networks) {
    String network = networks.split(",", 2)[0].strip();
    String base = network.split("/", 2)[0];
    if (!network.contains("/") || !isAddress(base)) {
      throw new IllegalArgumentException("'" + network + "' is not a network like 10.96.0.0/12");
    }
    try {
      byte[] bytes = InetAddress.getByName(base).getAddress();
      byte[] next = new BigInteger(1, bytes).add(BigInteger.ONE).toByteArray();
      byte[] padded = new byte[bytes.length];
      int length = Math.min(next.length, bytes.length);
      System.arraycopy(next, next.length - length, padded, bytes.length - length, length);
      return InetAddress.getByAddress(padded).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("'" + base + "' is not an address", e);
    }
  }
}
