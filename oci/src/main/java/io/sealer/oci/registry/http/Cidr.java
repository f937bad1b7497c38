package io.sealer.oci.registry.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A range of addresses, {@code 10.0.0.0/8}; names are never looked up. */
record Cidr(String network, int bits) {
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String bits = text.substring(slash + 1);
    return bits.matches("[0-9]{1,3}")
        ? Optional.of(new Cidr(text.substring(0, slash), Integer.parseInt(bits)))
        : Optional.empty();
  }

  boolean contains(String host) {
    try {
      byte[] a = InetAddress.ofLiteral(network).getAddress();
      byte[] b = InetAddress.ofLiteral(host).getAddress();
      return a.length == b.length && bits <= a.length * 8 && samePrefix(a, b);
    } catch (IllegalArgumentException e) {
      return false; // one of them is a name
    }
  }

  private boolean samePrefix(byte[] a, byte[] b) {
    int whole = bits / 8;
    if (!Arrays.equals(a, 0, whole, b, 0, whole)) {
      return false;
    }
    int rest = bits % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) & 0xff) >> (8 - rest) == 0;
  }
}
