package io.sealer.run.env;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses in a network. */
final class Cidr {
  private Cidr() {}

  /**
   * The address at an index of {@code a.b.c.d/n} (the first of a comma list); empty if there is
   * none.
   */
  static Optional<String> address(String list, int index) {
    String[] parts = list.split(",", 2)[0].strip().split("/", 2);
    try {
      byte[] base = InetAddress.ofLiteral(parts[0]).getAddress();
      BigInteger at = new BigInteger(1, base).add(BigInteger.valueOf(index));
      byte[] digits = at.toByteArray();
      byte[] bytes = new byte[base.length];
      for (int i = 0; i < Math.min(bytes.length, digits.length); i++) {
        bytes[bytes.length - 1 - i] = digits[digits.length - 1 - i];
      }
      return Optional.of(InetAddress.getByAddress(bytes).getHostAddress());
    } catch (IllegalArgumentException | UnknownHostException e) {
      return Optional.empty();
    }
  }
}
