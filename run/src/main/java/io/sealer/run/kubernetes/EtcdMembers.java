package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.steps.HostPaths;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which masters start etcd together, and which join it later. Each master that has started an etcd
 * keeps the list of all that started with it, so that a killed run continues with the same ones.
 *
 * @param founded whether any master has started its etcd, also one that leaves
 * @param founders addresses of the masters that start it together; nobody when only masters that
 *     leave have one, for a second etcd must never be founded
 * @param started addresses of the masters that have started or joined it themselves
 */
public record EtcdMembers(boolean founded, Set<String> founders, Set<String> started) {
  /** One address a line. */
  static final String FILE = HostPaths.NODE + "/etcd-members";

  public EtcdMembers {
    founders = Collections.unmodifiableSet(new LinkedHashSet<>(founders));
    started = Collections.unmodifiableSet(new LinkedHashSet<>(started));
  }

  /**
   * From what masters say.
   *
   * @param masters all masters that are wanted
   * @param told by address, the addresses in a master's {@link #FILE}, also of masters that leave;
   *     none where there is no file
   */
  public static EtcdMembers of(List<ClusterHost> masters, Map<String, List<String>> told) {
    List<String> wanted = masters.stream().map(ClusterHost::address).toList();
    var started = new LinkedHashSet<String>();
    told.forEach((host, founders) -> founders.stream().filter(host::equals).forEach(started::add));
    if (told.values().stream().allMatch(List::isEmpty)) {
      return new EtcdMembers(false, new LinkedHashSet<>(wanted), started);
    }
    // The list of a master that leaves may name some that have left since.
    var founders = new LinkedHashSet<String>();
    wanted.forEach(address -> founders.addAll(told.getOrDefault(address, List.of())));
    return new EtcdMembers(true, founders, started);
  }

  /** Whether a master joins an etcd that runs. */
  boolean joins(String address) {
    return !founders.contains(address);
  }
}
