package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Flags for a cluster that exists. What they do not say stays as it was last applied: an image
 * named alone must not take away configurations, environment, labels or registries that a
 * Clusterfile has given the cluster.
 *
 * @param flags a Clusterfile of flags alone
 * @param saved what was last applied
 */
public record FlagsAgain(Clusterfile flags, Clusterfile saved) {
  /** What is wanted now. */
  public Clusterfile wanted() {
    Cluster said = flags.cluster();
    Cluster known = saved.cluster();
    var env = new LinkedHashMap<>(known.env());
    env.putAll(said.env());
    Cluster wanted =
        known
            .withEnv(env)
            .withSsh(said.ssh().over(known.ssh()))
            .withGroups(groups())
            .withProvider(said.groups().isEmpty() ? known.provider() : said.provider());
    wanted = said.image().map(wanted::withImage).orElse(wanted);
    return saved.withCluster(launching(wanted));
  }

  /** Flags that say commands or applications say both. */
  private Cluster launching(Cluster cluster) {
    Cluster said = flags.cluster();
    boolean silent = said.cmd().isEmpty() && said.appNames().isEmpty();
    return silent ? cluster : cluster.launchingAs(said);
  }

  private List<HostGroup> groups() {
    Set<String> given = flags.cluster().env().keySet();
    List<HostGroup> known =
        saved.cluster().groups().stream().map(group -> group.withoutEnv(given)).toList();
    List<HostGroup> said = flags.cluster().groups();
    if (said.isEmpty()) {
      return known;
    }
    return said.stream().flatMap(group -> settled(group, known).stream()).toList();
  }

  /** Hosts that the cluster has in the same role keep what else was said of them. */
  private static List<HostGroup> settled(HostGroup said, List<HostGroup> known) {
    var groups = new ArrayList<HostGroup>();
    var rest = new ArrayList<>(said.ips());
    Set<String> named = Set.copyOf(rest);
    for (HostGroup group : known) {
      List<String> same = group.ips().stream().filter(named::contains).toList();
      if (!same.isEmpty() && isOfMasters(group) == isOfMasters(said)) {
        groups.add(group.at(same));
        rest.removeAll(same);
      }
    }
    if (said.ips().isEmpty()) {
      groups.add(said);
    } else if (!rest.isEmpty()) {
      groups.add(said.at(rest));
    }
    return groups;
  }

  private static boolean isOfMasters(HostGroup group) {
    return group.roles().contains(ClusterHost.MASTER);
  }
}
