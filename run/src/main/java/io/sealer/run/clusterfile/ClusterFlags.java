package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What flags of {@code run}, {@code apply}, {@code plan} say, to be laid over a Clusterfile or to
 * stand for one.
 *
 * @param name the cluster's name
 * @param image cluster image
 * @param masters addresses and ranges, or with CONTAINER a number
 * @param nodes the same for workers
 * @param ssh how the hosts are reached
 * @param env environment, wins over the file's
 * @param cmds launch commands instead of the image's
 * @param apps applications to launch instead of the image's
 * @param provider where hosts come from
 */
public record ClusterFlags(
    Optional<String> name,
    Optional<String> image,
    Optional<String> masters,
    Optional<String> nodes,
    Ssh ssh,
    Map<String, String> env,
    List<String> cmds,
    Optional<List<String>> apps,
    Optional<ProviderKind> provider) {
  /** No flag given. */
  public static final ClusterFlags NONE =
      new ClusterFlags(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Ssh.NOTHING,
          Map.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  public ClusterFlags {
    cmds = List.copyOf(cmds);
    apps = apps.map(List::copyOf);
  }

  public ClusterFlags withImage(String value) {
    return new ClusterFlags(
        name, Optional.of(value), masters, nodes, ssh, env, cmds, apps, provider);
  }

  public ClusterFlags withHosts(String masterList, String nodeList) {
    return new ClusterFlags(
        name,
        image,
        Optional.of(masterList).filter(l -> !l.isBlank()),
        Optional.of(nodeList).filter(l -> !l.isBlank()),
        ssh,
        env,
        cmds,
        apps,
        provider);
  }

  public ClusterFlags withEnv(Map<String, String> value) {
    return new ClusterFlags(name, image, masters, nodes, ssh, value, cmds, apps, provider);
  }

  public ClusterFlags withCmds(List<String> value) {
    return new ClusterFlags(name, image, masters, nodes, ssh, env, value, apps, provider);
  }

  public ClusterFlags withSsh(Ssh value) {
    return new ClusterFlags(name, image, masters, nodes, value, env, cmds, apps, provider);
  }

  public ClusterFlags withProvider(ProviderKind value) {
    return new ClusterFlags(name, image, masters, nodes, ssh, env, cmds, apps, Optional.of(value));
  }

  /**
   * A Clusterfile from flags alone.
   *
   * @throws IllegalArgumentException when a name, an address or a number cannot be understood
   */
  public Clusterfile toClusterfile() {
    String called = name.map(ClusterReader::checked).orElse(Cluster.DEFAULT_NAME);
    return over(Clusterfile.of(Cluster.named(called)));
  }

  /**
   * These flags over a file: image, environment, commands, applications and provider win; hosts are
   * added, with the flags' ssh settings. Without hosts, ssh settings fill what the file leaves
   * open.
   *
   * @throws IllegalArgumentException when an address or a number cannot be understood
   */
  public Clusterfile over(Clusterfile file) {
    Cluster cluster = file.cluster();
    cluster = provider.map(cluster::withProvider).orElse(cluster);
    cluster = image.map(cluster::withImage).orElse(cluster);
    cluster = cmds.isEmpty() ? cluster : cluster.withCmd(cmds);
    cluster = apps.map(cluster::withAppNames).orElse(cluster);
    var allEnv = new LinkedHashMap<>(cluster.env());
    allEnv.putAll(env);
    return file.withCluster(hosts(cluster.withEnv(allEnv).withGroups(yielding(cluster.groups()))));
  }

  /** Hosts give up what a flag sets for all of them. */
  private List<HostGroup> yielding(List<HostGroup> groups) {
    return groups.stream().map(group -> group.withoutEnv(env.keySet())).toList();
  }

  private Cluster hosts(Cluster cluster) {
    boolean container = cluster.provider() == ProviderKind.CONTAINER;
    var added = new ArrayList<HostGroup>();
    masters.map(m -> group("masters", ClusterHost.MASTER, m, container)).ifPresent(added::add);
    nodes.map(n -> group("nodes", ClusterHost.NODE, n, container)).ifPresent(added::add);
    if (added.isEmpty() || cluster.groups().isEmpty()) {
      cluster = cluster.withSsh(cluster.ssh().over(ssh));
    } else {
      added.replaceAll(group -> group.withSsh(ssh));
    }
    var all = new ArrayList<>(cluster.groups());
    added.stream().filter(g -> g.size() > 0).forEach(all::add);
    return cluster.withGroups(all);
  }

  private static HostGroup group(String flag, String role, String text, boolean container) {
    if (!container) {
      return HostGroup.of(role, addresses(flag, text));
    }
    if (!text.matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "--%s with provider CONTAINER is a number of hosts, got '%s'".formatted(flag, text));
    }
    return HostGroup.counted(role, Integer.parseInt(text));
  }

  private static List<String> addresses(String flag, String text) {
    try {
      return Addresses.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + flag + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads {@code KEY=VALUE} flags; everything after the first {@code =} is the value.
   *
   * @throws IllegalArgumentException when one has no {@code =}
   */
  public static Map<String, String> environment(String... flags) {
    var all = new LinkedHashMap<String, String>();
    Arrays.stream(flags)
        .forEach(
            flag -> {
              int equals = flag.indexOf('=');
              if (equals <= 0) {
                throw new IllegalArgumentException("'" + flag + "' is not KEY=VALUE");
              }
              all.put(flag.substring(0, equals), flag.substring(equals + 1));
            });
    return all;
  }
}
