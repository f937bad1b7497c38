package io.sealer.run.clusterfile;

import io.sealer.host.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
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
   * The image source inside the cluster: the mirror of every host.
   *
   * @param domain host part of its name
   * @param port 1 to 65535
   * @param credentials who may pull; without effect, because mirrors listen on loopback only
   * @param ha whether all masters hold the content, or only the first
   * @param insecure whether it may be asked without TLS; without effect, as above
   * @param certNames further names and addresses for its certificate; without effect, as above
   * @param deployHosts addresses of the hosts that hold the content, in place of masters
   */
  public record Local(
      String domain,
      int port,
      Optional<Credentials> credentials,
      boolean ha,
      boolean insecure,
      List<String> certNames,
      List<String> deployHosts) {
    public static final Local DEFAULT =
        new Local("sea.hub", 5000, Optional.empty(), true, false, List.of(), List.of());

    public Local {
      certNames = List.copyOf(certNames);
      deployHosts = List.copyOf(deployHosts);
    }

    /** Domain and port. */
    public String endpoint() {
      return domain + ":" + port;
    }

    Local withDeployHosts(List<String> addresses) {
      return new Local(domain, port, credentials, ha, insecure, certNames, addresses);
    }

    /** Fields that are written and change nothing, each with the reason. */
    List<String> withoutEffect() {
      var all = new ArrayList<String>();
      if (credentials.isPresent()) {
        all.add("username and password have no effect: a host's mirror listens on loopback only");
      }
      if (insecure) {
        all.add("insecure has no effect: a host's mirror is asked over plain HTTP on loopback");
      }
      if (!certNames.isEmpty()) {
        all.add("cert has no effect: a host's mirror on loopback needs no certificate");
      }
      if (!ha && !deployHosts.isEmpty()) {
        all.add("ha has no effect: deployHosts says which hosts hold the content");
      }
      return all.stream().map(text -> "spec.registry.localRegistry." + text).toList();
    }
  }

  /**
   * A registry outside.
   *
   * @param domain host part of its name
   * @param port 1 to 65535; 0 means the usual one
   * @param project where in it the cluster's images lie; empty: at the top
   * @param credentials who pushes and pulls
   * @param authority PEM file on this machine with the authority of its certificate; empty: the
   *     machines know it
   */
  public record External(
      String domain,
      int port,
      String project,
      Optional<Credentials> credentials,
      Optional<Path> authority) {
    /** As it stands in image names: the domain, and the port if there is one. */
    public String endpoint() {
      return port == 0 ? domain : domain + ":" + port;
    }

    External withAuthority(Optional<Path> file) {
      return new External(domain, port, project, credentials, file);
    }
  }

  /** A user, and the password unless that is left to {@code sealer login}. */
  public record Credentials(String username, Optional<Secret> password) {}

  /** Fields that are written and change nothing, each with the reason. */
  List<String> withoutEffect() {
    var all = new ArrayList<>(local.withoutEffect());
    if (external.isPresent() && !(local.ha() && local.deployHosts().isEmpty())) {
      all.add(
          "spec.registry.localRegistry: ha and deployHosts have no effect: externalRegistry holds"
              + " the content");
    }
    return List.copyOf(all);
  }

  /** The same with another file of the authority of the registry outside, if there is one. */
  public RegistrySpec withAuthority(Optional<Path> file) {
    return new RegistrySpec(local, external.map(e -> e.withAuthority(file)));
  }

  RegistrySpec withLocal(Local value) {
    return new RegistrySpec(value, external);
  }
}
