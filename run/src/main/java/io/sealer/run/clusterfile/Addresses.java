package io.sealer.run.clusterfile;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses as people list them: {@code a}, {@code a-b}, and several with commas. */
public final class Addresses {
  private static final int MOST = 4096;

  private Addresses() {}

  /**
   * Unfolds a list like {@code 10.0.0.2,10.0.0.5-10.0.0.9} in its order; both ends of a range
   * belong to it. IPv4 and IPv6, in their usual short form.
   *
   * @throws IllegalArgumentException when something is not an address, a range goes backwards or is
   *     longer than 4096
   */
  public static List<String> parse(String text) {
    var all = new ArrayList<String>();
    for (String part : text.split(",", -1)) {
      String item = part.strip();
      int hyphen = item.indexOf('-');
      if (hyphen < 0) {
        all.add(readable(address(item)));
      } else {
        all.addAll(range(item, item.substring(0, hyphen), item.substring(hyphen + 1)));
      }
    }
    return all;
  }

  private static List<String> range(String text, String from, String to) {
    InetAddress first = address(from.strip());
    InetAddress last = address(to.strip());
    if (first.getClass() != last.getClass()) {
      throw new IllegalArgumentException("range '" + text + "' mixes IPv4 and IPv6");
    }
    BigInteger at = new BigInteger(1, first.getAddress());
    BigInteger count = new BigInteger(1, last.getAddress()).subtract(at);
    if (count.signum() < 0) {
      throw new IllegalArgumentException("range '" + text + "' goes backwards");
    }
    if (count.bitLength() > 12) {
      throw new IllegalArgumentException("range '" + text + "' has more than 4096 addresses");
    }
    var all = new ArrayList<String>();
    for (int i = 0; i <= Math.min(count.intValue(), MOST - 1); i++) {
      all.add(plus(at, i, first.getAddress().length));
    }
    return all;
  }

  private static String plus(BigInteger start, int offset, int length) {
    byte[] digits = start.add(BigInteger.valueOf(offset)).toByteArray();
    byte[] bytes = new byte[length];
    for (int i = 0; i < Math.min(length, digits.length); i++) {
      bytes[length - 1 - i] = digits[digits.length - 1 - i];
    }
    try {
      return readable(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not an IPv4 or IPv6 address", e);
    }
  }

  /** RFC 5952: the longest run of zero groups is left out. */
  private static String readable(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    String plain = ":" + address.getHostAddress() + ":";
    for (int zeros = 8; zeros >= 2; zeros--) {
      String run = ":" + "0:".repeat(zeros);
      int at = plain.indexOf(run);
      if (at >= 0) {
        String left = plain.substring(0, at);
        String right = plain.substring(at + run.length());
        return trim(left) + "::" + trim(right);
      }
    }
    return trim(plain);
  }

  private static String trim(String text) {
    String start = text.startsWith(":") ? text.substring(1) : text;
    return start.endsWith(":") ? start.substring(0, start.length() - 1) : start;
  }
}
