package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that is wanted (kind Cluster, {@code sealer.io/v2}).
 *
 * @param name its name: lower-case letters, digits and hyphens
 * @param image cluster image; empty when a flag has to name it
 * @param env environment of all hosts, in order
 * @param ssh how hosts are reached unless their group says otherwise
 * @param groups hosts that share roles and settings
 * @param registry what the file says of registries
 * @param cmd launch commands instead of the image's
 * @param cmdArgs arguments for the image's CMD
 * @param appNames applications to launch instead of the image's; empty means the image's
 * @param containerRuntime {@code containerd} or {@code docker}; empty means the image's
 * @param hostAliases lines for /etc/hosts on every host
 * @param dataRoot directory on hosts below which the cluster's files lie
 * @param provider where hosts come from
 */
public record Cluster(
    String name,
    Optional<String> image,
    Map<String, String> env,
    Ssh ssh,
    List<HostGroup> groups,
    RegistrySpec registry,
    List<String> cmd,
    Map<String, String> cmdArgs,
    Optional<List<String>> appNames,
    Optional<String> containerRuntime,
    List<HostAlias> hostAliases,
    String dataRoot,
    ProviderKind provider) {
  public static final String DEFAULT_NAME = "my-cluster";
  public static final String DEFAULT_DATA_ROOT = "/var/lib/sealer/data";

  public Cluster {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    cmdArgs = Collections.unmodifiableMap(new LinkedHashMap<>(cmdArgs));
    groups = List.copyOf(groups);
    cmd = List.copyOf(cmd);
    appNames = appNames.map(List::copyOf);
    hostAliases = List.copyOf(hostAliases);
  }

  /** A cluster of which nothing but the name is known. */
  public static Cluster named(String name) {
    return new Cluster(
        name,
        Optional.empty(),
        Map.of(),
        Ssh.NOTHING,
        List.of(),
        RegistrySpec.DEFAULT,
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        DEFAULT_DATA_ROOT,
        ProviderKind.BAREMETAL);
  }

  /** Every host with an address, groups unfolded, ssh settings complete, masters first. */
  public List<ClusterHost> hosts() {
    var hosts = new ArrayList<>(masters());
    hosts.addAll(workers());
    return List.copyOf(hosts);
  }

  /** The hosts with role master. */
  public List<ClusterHost> masters() {
    return unfolded(true);
  }

  /** The hosts without role master. */
  public List<ClusterHost> workers() {
    return unfolded(false);
  }

  /** Whether every host has the role master. */
  public boolean hasOnlyMasters() {
    return groups.stream().allMatch(g -> isOfMasters(g) || g.ips().isEmpty());
  }

  /** A few masters are asked for again and again, so hundreds of others are left alone. */
  private List<ClusterHost> unfolded(boolean masters) {
    return groups.stream()
        .filter(group -> isOfMasters(group) == masters)
        .flatMap(group -> group.hosts(ssh).stream())
        .toList();
  }

  private static boolean isOfMasters(HostGroup group) {
    return group.roles().contains(ClusterHost.MASTER);
  }

  /**
   * The hosts that hold all workload images and that the others ask first, the most asked one
   * first: those that {@code localRegistry.deployHosts} names, else the masters, or without {@code
   * ha} the first master. None when an external registry has them.
   */
  public List<ClusterHost> imageHolders() {
    if (registry.external().isPresent()) {
      return List.of();
    }
    RegistrySpec.Local local = registry.local();
    if (local.deployHosts().isEmpty()) {
      return local.ha() ? masters() : masters().stream().limit(1).toList();
    }
    return local.deployHosts().stream()
        .flatMap(address -> hosts().stream().filter(host -> host.address().equals(address)))
        .toList();
  }

  /**
   * The same without these hosts among those that are to hold images; masters do when none is left.
   */
  Cluster withoutImageHolders(List<String> leaving) {
    RegistrySpec.Local local = registry.local();
    List<String> rest = local.deployHosts().stream().filter(a -> !leaving.contains(a)).toList();
    return withRegistry(registry.withLocal(local.withDeployHosts(rest)));
  }

  /** The same without hosts at these addresses; groups that lose all of theirs go. */
  public Cluster without(Collection<String> addresses) {
    var rest = new ArrayList<HostGroup>();
    for (HostGroup group : groups) {
      List<String> ips = group.ips().stream().filter(ip -> !addresses.contains(ip)).toList();
      if (ips.size() == group.ips().size()) {
        rest.add(group);
      } else if (!ips.isEmpty()) {
        rest.add(group.at(ips));
      }
    }
    return withGroups(rest);
  }

  /** The same with this address first among its masters; unchanged when it is not one of them. */
  public Cluster withFirst(String address) {
    if (masters().stream().limit(1).anyMatch(first -> first.address().equals(address))) {
      return this; // the groups stay as they are written
    }
    var front = new ArrayList<HostGroup>();
    var rest = new ArrayList<HostGroup>();
    for (HostGroup group : groups) {
      if (isOfMasters(group) && group.ips().contains(address)) {
        front.add(group.at(List.of(address)));
        List<String> others = group.ips().stream().filter(ip -> !ip.equals(address)).toList();
        if (!others.isEmpty()) {
          rest.add(group.at(others));
        }
      } else {
        rest.add(group);
      }
    }
    front.addAll(rest);
    return withGroups(front);
  }

  /**
   * The name, when a cluster may have it.
   *
   * @throws IllegalArgumentException when it may not
   */
  public static String checkedName(String name) {
    return ClusterReader.checked(name);
  }

  boolean hasMaster() {
    return groups.stream().anyMatch(g -> isOfMasters(g) && g.size() > 0);
  }

  List<String> contradictions() {
    var problems = new ArrayList<String>();
    var seen = new HashSet<String>();
    for (HostGroup group : groups) {
      group.ips().stream()
          .filter(ip -> !seen.add(ip))
          .forEach(ip -> problems.add("address " + ip + " is given twice"));
      if (group.count() > 0 && provider == ProviderKind.BAREMETAL) {
        problems.add("a number of hosts instead of addresses needs provider CONTAINER");
      }
    }
    boolean six = seen.stream().anyMatch(ip -> ip.contains(":"));
    if (six && seen.stream().anyMatch(ip -> !ip.contains(":"))) {
      problems.add("some hosts have IPv4 addresses and some IPv6; all must be of one kind");
    }
    registry.local().deployHosts().stream()
        .filter(address -> !seen.contains(address))
        .map(a -> "spec.registry.localRegistry.deployHosts: " + a + " is no host of spec.hosts")
        .forEach(problems::add);
    return problems;
  }

  /** What is written and changes nothing, each with the reason. */
  List<String> withoutEffect() {
    return registry.withoutEffect();
  }

  public Cluster withImage(String value) {
    return copy(Optional.of(value), env, ssh, groups, registry, cmd, appNames, provider);
  }

  public Cluster withEnv(Map<String, String> value) {
    return copy(image, value, ssh, groups, registry, cmd, appNames, provider);
  }

  public Cluster withSsh(Ssh value) {
    return copy(image, env, value, groups, registry, cmd, appNames, provider);
  }

  public Cluster withGroups(List<HostGroup> value) {
    return copy(image, env, ssh, value, registry, cmd, appNames, provider);
  }

  public Cluster withCmd(List<String> value) {
    return copy(image, env, ssh, groups, registry, value, appNames, provider);
  }

  public Cluster withAppNames(List<String> value) {
    return copy(image, env, ssh, groups, registry, cmd, Optional.of(value), provider);
  }

  /** The same, launching what another one says: commands and applications belong together. */
  public Cluster launchingAs(Cluster other) {
    return copy(image, env, ssh, groups, registry, other.cmd, other.appNames, provider);
  }

  public Cluster withProvider(ProviderKind value) {
    return copy(image, env, ssh, groups, registry, cmd, appNames, value);
  }

  public Cluster withRegistry(RegistrySpec value) {
    return copy(image, env, ssh, groups, value, cmd, appNames, provider);
  }

  private Cluster copy(
      Optional<String> image,
      Map<String, String> env,
      Ssh ssh,
      List<HostGroup> groups,
      RegistrySpec registry,
      List<String> cmd,
      Optional<List<String>> appNames,
      ProviderKind provider) {
    return new Cluster(
        name,
        image,
        env,
        ssh,
        groups,
        registry,
        cmd,
        cmdArgs,
        appNames,
        containerRuntime,
        hostAliases,
        dataRoot,
        provider);
  }
}
