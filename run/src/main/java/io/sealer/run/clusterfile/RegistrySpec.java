package io.sealer.run.clusterfile;

import io.sealer.host.Secret;
import java.util.List;
import java.util.Optional;

/**
 * What a Clusterfile says of registries ({@code spec.registry}).
 *
 * @param local the image source inside the cluster
 * @param external a registry outside that pods pull from
 */
public record RegistrySpec(Local local, Optional<External> external) {
  public static final RegistrySpec DEFAULT = new RegistrySpec(Local.DEFAULT, Optional.empty());

  /**
   * The image source inside the cluster.
   *
   * @param domain host part of its name
   * @param port 1 to 65535
   * @param credentials who may pull; empty lets everybody on the hosts
   * @param ha whether every master holds the content
   * @param insecure whether it may be asked without TLS
   * @param certNames further names and addresses for its certificate
   */
  public record Local(
      String domain,
      int port,
      Optional<Credentials> credentials,
      boolean ha,
      boolean insecure,
      List<String> certNames) {
    public static final Local DEFAULT =
        new Local("sea.hub", 5000, Optional.empty(), true, false, List.of());

    public Local {
      certNames = List.copyOf(certNames);
    }

    /** Domain and port. */
    public String endpoint() {
      return domain + ":" + port;
    }
  }

  /** A registry outside; port 0 means the usual one. */
  public record External(String domain, int port, Optional<Credentials> credentials) {}

  /** A user and the password. */
  public record Credentials(String username, Secret password) {}
}
