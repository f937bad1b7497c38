package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.steps.HostPaths;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which masters start etcd together, and which join it later. Each master that has started an etcd
 * keeps the list of all that started with it, so that a killed run continues with the same ones.
 *
 * @param founded whether any master has started its etcd
 * @param founders addresses of the masters that start it together
 */
public record EtcdMembers(boolean founded, Set<String> founders) {
  /** One address a line. */
  static final String FILE = HostPaths.NODE + "/etcd-members";

  public EtcdMembers {
    founders = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(founders));
  }

  /**
   * From what masters say.
   *
   * @param masters all masters that are wanted
   * @param told by address, the addresses in a master's {@link #FILE}; none where there is no file
   */
  public static EtcdMembers of(List<ClusterHost> masters, Map<String, List<String>> told) {
    var known = new LinkedHashSet<String>();
    told.values().forEach(known::addAll);
    if (known.isEmpty()) {
      masters.forEach(m -> known.add(m.address()));
      return new EtcdMembers(false, known);
    }
    return new EtcdMembers(true, known);
  }

  /** Whether a master joins an etcd that runs. */
  boolean joins(String address) {
    return !founders.contains(address);
  }
}
