package io.sealer.run;

import io.sealer.host.Connector;
import io.sealer.host.KnownHosts;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.registry.CredentialSource;
import io.sealer.oci.registry.CredentialStore;
import io.sealer.oci.store.ImageStore;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.external.ExternalAccess;
import io.sealer.run.external.PushImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the run room needs of this machine.
 *
 * @param home {@code SEALER_HOME}: clusters are remembered in {@code clusters/NAME} below it
 * @param cache {@code SEALER_CACHE}
 * @param userHome the user's home directory, for {@code .kube/config}
 * @param agentArchive the agent's program for hosts, .tar.gz; empty when this is no complete
 *     download
 * @param images the local image store
 * @param knownHosts the user's known_hosts, for hosts whose keys no provider knows
 * @param onFirstUse told of every host that is trusted for the first time
 * @param logins of the user at registries
 * @param connectors makes a connector that trusts as a known_hosts file says
 */
public record RunEnvironment(
    Path home,
    Path cache,
    Path userHome,
    Optional<Path> agentArchive,
    ImageStore images,
    Path knownHosts,
    Consumer<KnownHosts.FirstUse> onFirstUse,
    CredentialSource logins,
    Function<KnownHosts, Connector> connectors) {
  /** System property that names the directory of the unpacked download. */
  public static final String DIST = "sealer.dist";

  /** With real connections, and the agent's archive of the download that runs. */
  public static RunEnvironment of(
      Path home,
      Path cache,
      Path userHome,
      ImageStore images,
      Path knownHosts,
      Consumer<KnownHosts.FirstUse> onFirstUse) {
    Optional<Path> archive =
        Optional.ofNullable(System.getProperty(DIST))
            .map(dist -> Path.of(dist, "share/agent/linux-amd64.tar.gz"));
    return new RunEnvironment(
        home,
        cache,
        userHome,
        archive,
        images,
        knownHosts,
        onFirstUse,
        CredentialStore.ofUser(),
        Connector::create);
  }

  /** The same with the agent's program from elsewhere. */
  public RunEnvironment withAgentArchive(Path archive) {
    return copy(Optional.of(archive), logins);
  }

  /** The same with logins from elsewhere. */
  public RunEnvironment withLogins(CredentialSource others) {
    return copy(agentArchive, others);
  }

  private RunEnvironment copy(Optional<Path> archive, CredentialSource users) {
    return new RunEnvironment(
        home, cache, userHome, archive, images, knownHosts, onFirstUse, users, connectors);
  }

  /** How the external registry of a cluster is reached, if it has one. */
  Optional<ExternalAccess> external(Cluster cluster, ImageLock lock)
      throws IOException, RunException {
    Optional<RegistrySpec.External> spec = cluster.registry().external();
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    ExternalAccess access = ExternalAccess.of(spec.get(), logins);
    Preparation.requireValid(PushImages.problems(lock, access));
    return Optional.of(access);
  }

  Connector connector(Optional<Path> otherKnownHosts) {
    return connectors.apply(new KnownHosts(otherKnownHosts.orElse(knownHosts), onFirstUse));
  }
}
