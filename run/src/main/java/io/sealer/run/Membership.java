package io.sealer.run;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.state.ClusterHome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the hosts that are wanted with those that a cluster has. */
final class Membership {
  private Membership() {}

  /**
   * The Clusterfile with the cluster's first master first, whatever order the request has.
   *
   * @throws RunException.Invalid when hosts would leave the cluster or change their role
   */
  static Clusterfile settle(ClusterHome home, Clusterfile wanted) throws IOException, RunException {
    Optional<Cluster> saved = home.clusterfile().map(Clusterfile::cluster);
    if (saved.isEmpty() || saved.get().hosts().isEmpty()) {
      return wanted;
    }
    List<ClusterHost> now = saved.get().hosts();
    requireNoLoss(now, wanted.cluster());
    return wanted.withCluster(wanted.cluster().withFirst(now.getFirst().address()));
  }

  private static void requireNoLoss(List<ClusterHost> now, Cluster wanted) throws RunException {
    var problems = new ArrayList<String>();
    for (ClusterHost host : now) {
      Optional<ClusterHost> still =
          wanted.hosts().stream().filter(h -> h.address().equals(host.address())).findFirst();
      if (still.isEmpty()) {
        problems.add(
            "%s is a host of cluster %s and is not in the request"
                .formatted(host.address(), wanted.name()));
      } else if (still.get().isMaster() != host.isMaster()) {
        problems.add(host.address() + " cannot change between master and worker");
      }
    }
    if (!problems.isEmpty()) {
      throw new RunException.Invalid(
          problems,
          "removing hosts from a cluster is not supported yet; name all of its hosts, or use another"
              + " cluster name");
    }
  }
}
