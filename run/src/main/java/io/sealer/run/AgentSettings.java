package io.sealer.run;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.Endpoint;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.RegistrySpec;
import java.util.List;
import java.util.stream.Stream;

/** How the agents of a cluster are configured. */
final class AgentSettings {
  private AgentSettings() {}

  /**
   * The configuration of a host's agent. Hosts that hold the images are asked first, then masters,
   * which have at least their own; nobody, when an external registry has them.
   */
  static AgentConfig of(Cluster cluster, ClusterHost host) {
    List<ClusterHost> masters =
        cluster.registry().external().isPresent() ? List.of() : cluster.masters();
    List<AgentConfig.Peer> peers =
        Stream.concat(cluster.imageHolders().stream(), masters.stream())
            .map(ClusterHost::address)
            .distinct()
            .filter(address -> !address.equals(host.address()))
            .map(a -> new AgentConfig.Peer(a, new Endpoint(a, AgentPaths.EXCHANGE_PORT)))
            .toList();
    String own = cluster.registry().local().endpoint();
    return AgentConfig.defaults()
        .withRuntimeContent(AgentPaths.CONTAINERD_CONTENT)
        .withOwnNames(Stream.of(RegistrySpec.Local.DEFAULT.endpoint(), own).distinct().toList())
        .withExchange(
            new Endpoint(host.address(), AgentPaths.EXCHANGE_PORT),
            AgentConfig.Identity.defaults(),
            peers);
  }
}
