package io.sealer.run.clusterfile;

import io.sealer.node.api.AgentPaths;
import java.util.List;
import java.util.stream.Stream;

/** TCP ports that a cluster has on its hosts. */
public final class HostPorts {
  /** Of the API server. */
  public static final int API = 6443;

  /** Of etcd, for its clients and for its members. */
  public static final List<Integer> ETCD = List.of(2379, 2380);

  /** Of kubelets. */
  public static final int KUBELET = 10_250;

  private static final List<Integer> CONTROLLERS = List.of(10_257, 10_259);

  private HostPorts() {}

  /** Those that nobody else may listen on, in ascending order. */
  public static List<Integer> free(ClusterHost host) {
    var all = Stream.of(KUBELET, AgentPaths.MIRROR_PORT, AgentPaths.EXCHANGE_PORT);
    var ofMasters = Stream.of(Stream.of(API), ETCD.stream(), CONTROLLERS.stream());
    return (host.isMaster() ? Stream.concat(all, ofMasters.flatMap(ports -> ports)) : all)
        .sorted()
        .toList();
  }

  /** Those of masters that a host of the cluster must reach. */
  public static List<Integer> ofMasters(boolean fromMaster) {
    var all = Stream.of(API, AgentPaths.EXCHANGE_PORT);
    return (fromMaster ? Stream.concat(all, ETCD.stream()) : all).toList();
  }
}
