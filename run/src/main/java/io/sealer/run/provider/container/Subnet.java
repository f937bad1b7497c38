package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An IPv4 network of 256 addresses. Everything a cluster has in the kernel is named after its
 * network, so two clusters never meet, whoever made them.
 *
 * @param prefix the first three octets: {@code 10.89.7}
 */
record Subnet(String prefix) {
  private static final Pattern PREFIX = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final int GATEWAY = 1;
  private static final int NETWORKS = 256;

  Subnet {
    octets(prefix);
  }

  /** The network of an address. */
  static Subnet of(String address) {
    return new Subnet(address.substring(0, Math.max(0, address.lastIndexOf('.'))));
  }

  /**
   * The first free network of 10.89.0.0/16, searched from a place that depends on the name, so that
   * a cluster tends to get the same one again.
   */
  static Subnet choose(String name, Predicate<Subnet> free) throws ProviderException {
    int start = Math.floorMod(name.hashCode(), NETWORKS);
    return IntStream.range(0, NETWORKS)
        .mapToObj(i -> new Subnet("10.89." + (start + i) % NETWORKS))
        .filter(free)
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    "all networks 10.89.0.0/24 to 10.89.255.0/24 are in use on this machine",
                    "remove clusters that are not needed: sealer delete NAME"));
  }

  String gateway() {
    return address(GATEWAY);
  }

  String address(int last) {
    return prefix + "." + last;
  }

  /** Whether a host may have this address. */
  boolean holds(String address) {
    if (!address.startsWith(prefix + ".")) {
      return false;
    }
    String last = address.substring(prefix.length() + 1);
    return last.matches("[1-9]\\d{0,2}")
        && Integer.parseInt(last) > GATEWAY
        && Integer.parseInt(last) < 255;
  }

  /** Six hexadecimal digits. */
  String id() {
    byte[] bytes = new byte[3];
    List<Integer> octets = octets(prefix);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = octets.get(i).byteValue();
    }
    return HexFormat.of().formatHex(bytes);
  }

  String bridge() {
    return "sealer-" + id();
  }

  /** As a number, for comparing with the kernel's routes. */
  int bits() {
    return octets(prefix).stream().reduce(0, (sum, octet) -> sum << 8 | octet) << 8;
  }

  private static List<Integer> octets(String prefix) {
    var matcher = PREFIX.matcher(prefix);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not three octets of an IPv4 address: '" + prefix + "'");
    }
    List<Integer> octets =
        IntStream.rangeClosed(1, 3).mapToObj(i -> Integer.valueOf(matcher.group(i))).toList();
    if (octets.stream().anyMatch(octet -> octet > 255)) {
      throw new IllegalArgumentException("octets go to 255, got '" + prefix + "'");
    }
    return octets;
  }
}
