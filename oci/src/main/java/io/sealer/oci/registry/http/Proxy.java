package io.sealer.oci.registry.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy.
 *
 * @param host its name or address
 * @param port its port
 * @param authorization value of Proxy-Authorization; secret
 */
record Proxy(String host, int port, Optional<String> authorization) {
  /** Parses {@code [http://][user:password@]host[:port]}; empty when it is nothing of the kind. */
  static Optional<Proxy> parse(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() == null) {
        return Optional.empty();
      }
      Optional<String> authorization = Optional.ofNullable(uri.getUserInfo()).map(Proxy::basic);
      return Optional.of(
          new Proxy(uri.getHost(), uri.getPort() > 0 ? uri.getPort() : 80, authorization));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
