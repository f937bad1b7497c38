package io.sealer.oci.registry;

import java.net.URI;
import java.util.Locale;

/**
 * The API of one registry (OCI distribution specification, "Endpoints").
 *
 * @param registry as written in image names
 * @param base scheme, host and port, without a path
 */
record Endpoint(String registry, URI base) {
  private static final String HUB = "docker.io";
  private static final String HUB_API = "registry-1.docker.io";

  static Endpoint of(String registry, Hosts hosts) {
    String host = isHub(registry) ? HUB_API : registry;
    return new Endpoint(registry, URI.create(hosts.scheme(registry) + "://" + host));
  }

  /** Docker's registry goes by several names. */
  static boolean isHub(String registry) {
    String name = registry.toLowerCase(Locale.ROOT);
    return name.equals(HUB) || name.equals("index.docker.io") || name.equals(HUB_API);
  }

  /** The address of {@code /v2/…}; {@code path} must be encoded already. */
  URI api(String path) {
    return base.resolve("/v2/" + path);
  }

  /** Whether credentials for this registry may be shown to that address. */
  boolean owns(URI uri) {
    return origin(base).equals(origin(uri));
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int port = uri.getPort() > 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }
}
