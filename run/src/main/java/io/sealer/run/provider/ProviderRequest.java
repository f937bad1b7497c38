package io.sealer.run.provider;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.Ssh;
import java.util.List;

/**
 * Which hosts are wanted.
 *
 * @param cluster name of the cluster
 * @param groups hosts by number or address; their order gives the hosts their names
 * @param ssh how the hosts shall be reached, where a group does not say it
 * @param site where the provider works
 * @param keepSurplus whether hosts beyond these are kept, for a later {@link Provider#remove}
 */
public record ProviderRequest(
    String cluster, List<HostGroup> groups, Ssh ssh, ProviderSite site, boolean keepSurplus) {
  public ProviderRequest {
    groups = List.copyOf(groups);
  }

  /** What a Clusterfile asks for. */
  public static ProviderRequest of(Cluster cluster, ProviderSite site) {
    return new ProviderRequest(cluster.name(), cluster.groups(), cluster.ssh(), site, false);
  }

  /** The same, but nothing is removed. */
  public ProviderRequest keepingSurplus() {
    return new ProviderRequest(cluster, groups, ssh, site, true);
  }
}
