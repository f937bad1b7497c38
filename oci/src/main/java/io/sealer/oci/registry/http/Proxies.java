package io.sealer.oci.registry.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which proxy to use, as curl and Go programs read it from {@code HTTPS_PROXY}, {@code HTTP_PROXY}
 * and {@code NO_PROXY} (either case). Loopback is always reached directly.
 */
public final class Proxies {
  public static final Proxies NONE = new Proxies(Map.of());

  private final Optional<Proxy> forHttps;
  private final Optional<Proxy> forHttp;
  private final List<String> direct;

  /** Reads these environment variables. */
  public Proxies(Map<String, String> environment) {
    forHttps = value(environment, "https_proxy").flatMap(Proxy::parse);
    forHttp = value(environment, "http_proxy").flatMap(Proxy::parse);
    direct =
        value(environment, "no_proxy").stream()
            .flatMap(list -> Stream.of(list.split(",")))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
        .filter(text -> !text.isBlank());
  }

  Optional<Proxy> of(boolean tls, String host, int port) {
    Optional<Proxy> proxy = tls ? forHttps : forHttp;
    return proxy.filter(_ -> !isDirect(host.toLowerCase(Locale.ROOT), port));
  }

  private boolean isDirect(String host, int port) {
    return Loopback.is(host) || direct.stream().anyMatch(entry -> covers(entry, host, port));
  }

  private static boolean covers(String entry, String host, int port) {
    if (entry.equals("*") || entry.equals(host) || entry.equals(host + ":" + port)) {
      return true;
    }
    if (entry.contains("/")) {
      return Cidr.parse(entry).filter(range -> range.contains(host)).isPresent();
    }
    String domain = entry.startsWith("*.") ? entry.substring(2) : entry.replaceFirst("^\\.", "");
    return !domain.isEmpty() && host.endsWith("." + domain);
  }
}
