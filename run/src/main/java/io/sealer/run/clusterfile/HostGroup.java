package io.sealer.run.clusterfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hosts with the same roles and settings: an entry of {@code spec.hosts}.
 *
 * @param ips their addresses, ranges already unfolded
 * @param count how many the provider shall make, instead of addresses; 0 with addresses
 * @param roles {@code master}, {@code node} or the user's own
 * @param ssh what differs from the cluster's ssh settings
 * @param env environment beyond the cluster's
 * @param labels node labels
 * @param taints node taints
 */
public record HostGroup(
    List<String> ips,
    int count,
    List<String> roles,
    Ssh ssh,
    Map<String, String> env,
    Map<String, String> labels,
    List<Taint> taints) {
  public HostGroup {
    ips = List.copyOf(ips);
    roles = List.copyOf(roles);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    taints = List.copyOf(taints);
  }

  /** Hosts at these addresses with one role and nothing else. */
  public static HostGroup of(String role, List<String> ips) {
    return new HostGroup(ips, 0, List.of(role), Ssh.NOTHING, Map.of(), Map.of(), List.of());
  }

  /** As many hosts as this, made by the provider. */
  public static HostGroup counted(String role, int count) {
    return new HostGroup(
        List.of(), count, List.of(role), Ssh.NOTHING, Map.of(), Map.of(), List.of());
  }

  /** The same hosts, now with addresses instead of a number. */
  public HostGroup at(List<String> addresses) {
    return new HostGroup(addresses, 0, roles, ssh, env, labels, taints);
  }

  /** The same without these variables. */
  HostGroup withoutEnv(Set<String> names) {
    var rest = new LinkedHashMap<>(env);
    rest.keySet().removeAll(names);
    return new HostGroup(ips, count, roles, ssh, rest, labels, taints);
  }

  public HostGroup withSsh(Ssh value) {
    return new HostGroup(ips, count, roles, value, env, labels, taints);
  }

  /** How many hosts this is. */
  public int size() {
    return ips.isEmpty() ? count : ips.size();
  }

  List<ClusterHost> hosts(Ssh defaults) {
    Ssh complete = ssh.over(defaults);
    return ips.stream()
        .map(ip -> new ClusterHost(ip, roles, complete, env, labels, taints))
        .toList();
  }
}
