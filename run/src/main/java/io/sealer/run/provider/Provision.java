package io.sealer.run.provider;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.Ssh;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hosts that answer, in the order of the request's groups.
 *
 * @param hosts one for each that was asked for
 * @param knownHosts the hosts' ssh keys, where the provider knows them (known_hosts format); to be
 *     used instead of the user's own file, so that addresses can be used again by other hosts
 */
public record Provision(List<ProvidedHost> hosts, Optional<Path> knownHosts) {
  public Provision {
    hosts = List.copyOf(hosts);
  }

  /** The cluster with addresses where it had numbers, and with what is needed to log in. */
  public Cluster into(Cluster cluster) {
    var groups = new ArrayList<HostGroup>();
    int next = 0;
    for (HostGroup group : cluster.groups()) {
      List<ProvidedHost> mine = hosts.subList(next, next + group.size());
      next += group.size();
      Ssh ssh = mine.stream().findFirst().map(ProvidedHost::ssh).orElse(Ssh.NOTHING);
      groups.add(
          group
              .at(mine.stream().map(ProvidedHost::address).toList())
              .withSsh(ssh.over(group.ssh())));
    }
    return cluster.withGroups(groups);
  }
}
