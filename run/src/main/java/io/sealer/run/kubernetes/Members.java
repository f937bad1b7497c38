package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import java.util.List;
import java.util.Map;

/**
 * Who is in a cluster, and how each appears there.
 *
 * @param cluster the cluster; its first master is one that is a member already, if any is
 * @param names the hosts' node names by address
 */
record Members(Cluster cluster, Map<String, String> names) {
  Members {
    names = Map.copyOf(names);
  }

  /** The address of the first master. */
  String first() {
    return cluster.masters().getFirst().address();
  }

  boolean isFirst(ClusterHost host) {
    return host.address().equals(first());
  }

  /** The name of a host's node. */
  String name(String address) {
    return names.getOrDefault(address, address);
  }

  NodeIdentity identity(ClusterHost host) {
    boolean schedulable = host.roles().contains(ClusterHost.NODE) || cluster.hasOnlyMasters();
    return new NodeIdentity(name(host.address()), host.address(), host.isMaster() && schedulable);
  }

  List<String> masters() {
    return cluster.masters().stream().map(ClusterHost::address).toList();
  }
}
