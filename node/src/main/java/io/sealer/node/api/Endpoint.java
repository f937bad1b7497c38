package io.sealer.node.api;

/**
 * Where somebody listens.
 *
 * @param address IPv4 or IPv6 address without brackets, or a host name
 * @param port 1 to 65535
 */
public record Endpoint(String address, int port) {
  public Endpoint {
    if (address.isBlank() || address.contains("[") || address.contains("/")) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address: write it without brackets");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535, got " + port);
    }
  }

  /** Parses {@code ADDRESS:PORT}, an IPv6 address in brackets. */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("'" + text + "' must be ADDRESS:PORT");
    }
    String address = text.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    } else if (address.contains(":")) {
      throw new IllegalArgumentException("'" + text + "': write an IPv6 address in brackets");
    }
    try {
      return new Endpoint(address, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' has no port number", e);
    }
  }

  /** As it stands in a URL: {@code 10.0.0.1:5051}, {@code [fd00::1]:5051}. */
  @Override
  public String toString() {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
