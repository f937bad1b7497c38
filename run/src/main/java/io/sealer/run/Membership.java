package io.sealer.run;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.kubernetes.EtcdMembers;
import io.sealer.run.state.ClusterHome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hosts that are wanted, compared with those that a cluster has.
 *
 * @param file what is wanted; first a master that the cluster has already, whatever order the
 *     request has
 * @param leaving hosts that leave the cluster
 */
record Membership(Clusterfile file, List<ClusterHost> leaving) {
  Membership {
    leaving = List.copyOf(leaving);
  }

  /**
   * Compares them.
   *
   * @throws RunException.Invalid when hosts would leave without the request saying so, or change
   *     their role
   */
  static Membership settle(ClusterHome home, Clusterfile wanted, boolean mayLeave)
      throws IOException, RunException {
    Optional<Cluster> saved = home.clusterfile().map(Clusterfile::cluster);
    if (saved.isEmpty() || saved.get().hosts().isEmpty()) {
      return new Membership(wanted, List.of());
    }
    List<ClusterHost> now = saved.get().hosts();
    var leaving = new ArrayList<ClusterHost>();
    for (ClusterHost host : now) {
      Optional<ClusterHost> still = find(wanted.cluster(), host.address());
      if (still.isEmpty()) {
        leaving.add(reachable(host, wanted.cluster()));
      } else if (still.get().isMaster() != host.isMaster()) {
        throw refusal(host.address() + " cannot change between master and worker");
      }
    }
    requireAllowed(leaving, wanted.cluster(), mayLeave);
    // The likeliest, until masters have told: it may not have come far in a run that was killed.
    Cluster ordered = wanted.cluster().withFirst(staying(now, leaving));
    return new Membership(wanted.withCluster(ordered), leaving);
  }

  private static Optional<ClusterHost> find(Cluster cluster, String address) {
    return cluster.hosts().stream().filter(h -> h.address().equals(address)).findFirst();
  }

  /** Passwords are not saved: those of the request are tried. */
  private static ClusterHost reachable(ClusterHost host, Cluster wanted) {
    return new ClusterHost(
        host.address(),
        host.roles(),
        wanted.ssh().over(host.ssh()),
        host.env(),
        host.labels(),
        host.taints());
  }

  private static String staying(List<ClusterHost> now, List<ClusterHost> leaving)
      throws RunException {
    var gone = leaving.stream().map(ClusterHost::address).toList();
    return now.stream()
        .filter(ClusterHost::isMaster)
        .map(ClusterHost::address)
        .filter(address -> !gone.contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                refusal(
                    "all masters would leave at once; one of them has to stay until others have joined"));
  }

  /**
   * The same, its first master one that has the cluster's state: all others learn it from there.
   *
   * @param etcd what masters have told, also those that leave
   * @param silent leaving masters that cannot tell: not reached, or with another cluster now
   * @throws RunException.Invalid when only masters that leave have the state, or may have
   */
  Membership ledBy(EtcdMembers etcd, List<String> silent) throws RunException {
    Cluster cluster = file.cluster();
    Optional<String> heir =
        cluster.masters().stream()
            .map(ClusterHost::address)
            .filter(etcd.started()::contains)
            .findFirst();
    if (heir.isPresent()) {
      return new Membership(file.withCluster(cluster.withFirst(heir.get())), leaving);
    }
    List<String> holders =
        leaving.stream().map(ClusterHost::address).filter(etcd.started()::contains).toList();
    if (!holders.isEmpty()) {
      throw new RunException.Invalid(
          List.of(
              "no master that would stay has the cluster's state yet: only %s %s"
                  .formatted(String.join(", ", holders), holders.size() == 1 ? "has" : "have")),
          "let the others join first: run the same scale-up again, then remove it");
    }
    if (!silent.isEmpty()) {
      throw new RunException.Invalid(
          List.of(
              "no master that would stay has the cluster's state, and %s, which may have it, cannot be asked"
                  .formatted(String.join(", ", silent))),
          "bring it back and let the others join first; when it is lost for good, so is the cluster:"
              + " sealer delete %s --forget-unreachable".formatted(cluster.name()));
    }
    return this;
  }

  private static void requireAllowed(List<ClusterHost> leaving, Cluster wanted, boolean mayLeave)
      throws RunException {
    for (ClusterHost host : leaving) {
      if (!mayLeave) {
        throw refusal(
            "%s is a host of cluster %s and is not in the request"
                .formatted(host.address(), wanted.name()));
      }
    }
  }

  private static RunException refusal(String problem) {
    return new RunException.Invalid(
        List.of(problem),
        "name all hosts of the cluster, let the others leave with --remove-hosts, or use another"
            + " cluster name");
  }

  /** Everything that is to be remembered until the hosts have left. */
  Clusterfile during() {
    var groups = new ArrayList<>(file.cluster().groups());
    for (ClusterHost host : leaving) {
      groups.add(
          new HostGroup(
              List.of(host.address()),
              0,
              host.roles(),
              host.ssh(),
              host.env(),
              host.labels(),
              host.taints()));
    }
    return file.withCluster(file.cluster().withGroups(groups));
  }
}
