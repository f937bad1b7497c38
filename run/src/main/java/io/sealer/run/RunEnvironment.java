package io.sealer.run;

import io.sealer.host.Connector;
import io.sealer.host.KnownHosts;
import io.sealer.oci.store.ImageStore;
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
        home, cache, userHome, archive, images, knownHosts, onFirstUse, Connector::create);
  }

  /** The same with the agent's program from elsewhere. */
  public RunEnvironment withAgentArchive(Path archive) {
    return new RunEnvironment(
        home, cache, userHome, Optional.of(archive), images, knownHosts, onFirstUse, connectors);
  }

  Connector connector(Optional<Path> otherKnownHosts) {
    return connectors.apply(new KnownHosts(otherKnownHosts.orElse(knownHosts), onFirstUse));
  }
}
