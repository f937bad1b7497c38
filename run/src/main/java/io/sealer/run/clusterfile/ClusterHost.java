package io.sealer.run.clusterfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One host of a cluster.
 *
 * @param address IPv4 or IPv6 address
 * @param roles {@code master}, {@code node} or the user's own
 * @param ssh how it is reached, complete
 * @param env environment of this host beyond the cluster's
 * @param labels node labels
 * @param taints node taints to add or remove
 */
public record ClusterHost(
    String address,
    List<String> roles,
    Ssh ssh,
    Map<String, String> env,
    Map<String, String> labels,
    List<Taint> taints) {
  public static final String MASTER = "master";
  public static final String NODE = "node";

  public ClusterHost {
    roles = List.copyOf(roles);
    env = Map.copyOf(env);
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
  }

  /** A host with both roles is a master that also runs workloads. */
  public boolean isMaster() {
    return roles.contains(MASTER);
  }

  /** The cluster's environment, then the host's over it, then {@code HostIP}. */
  public Map<String, String> environment(Map<String, String> cluster) {
    var all = new LinkedHashMap<>(cluster);
    all.putAll(env);
    all.put("HostIP", address);
    return all;
  }
}
