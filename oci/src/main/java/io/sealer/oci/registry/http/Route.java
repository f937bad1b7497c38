package io.sealer.oci.registry.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a connection leads; connections with equal routes stand in for each other.
 *
 * @param tls whether TLS is spoken
 * @param host name or address, IPv6 without brackets
 * @param port from 1
 * @param proxy what is connected to instead
 */
record Route(boolean tls, String host, int port, Optional<Proxy> proxy) {
  static Route to(URI uri, Proxies proxies) throws IOException {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IOException("not an address of a web server: " + scheme + "://" + host);
    }
    boolean tls = scheme.equals("https");
    int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Route(tls, bare.toLowerCase(Locale.ROOT), port, proxies.of(tls, bare, port));
  }

  InetSocketAddress address() {
    return proxy
        .map(p -> new InetSocketAddress(p.host(), p.port()))
        .orElseGet(() -> new InetSocketAddress(host, port));
  }

  /** As in the Host header: without the usual port, IPv6 in brackets. */
  String authority() {
    return port == (tls ? 443 : 80) ? bracketed() : bracketed() + ":" + port;
  }

  /** With the port in any case, as CONNECT wants it. */
  String target() {
    return bracketed() + ":" + port;
  }

  private String bracketed() {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
