package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hosts to be added to a cluster that exists, or to leave it.
 *
 * @param masters addresses and ranges; when adding to CONTAINER a number
 * @param nodes the same for workers
 * @param ssh how added hosts are reached; its secrets also serve for the hosts that are there,
 *     because secrets are never saved
 */
public record Scaling(Optional<String> masters, Optional<String> nodes, Ssh ssh) {
  /** Blank text names no host. */
  static Scaling of(String masters, String nodes, Ssh ssh) {
    return new Scaling(
        Optional.of(masters).filter(text -> !text.isBlank()),
        Optional.of(nodes).filter(text -> !text.isBlank()),
        ssh);
  }

  /**
   * What can be told without knowing the cluster.
   *
   * @throws IllegalArgumentException when no host is named or an address cannot be understood
   */
  public Scaling requireReadable() {
    requireHosts();
    addresses(masters.filter(text -> !isNumber(text)), true);
    addresses(nodes.filter(text -> !isNumber(text)), false);
    return this;
  }

  /**
   * A cluster with these hosts more. Addresses that it has already are left out, so that a run that
   * was stopped continues when the same is asked again; numbers always mean further hosts.
   *
   * @throws IllegalArgumentException when no host is named, an address cannot be understood, or
   *     belongs to a host with the other role
   */
  public Clusterfile grown(Clusterfile file) {
    requireHosts();
    Clusterfile known = withSecrets(file);
    Cluster cluster = known.cluster();
    boolean counted = cluster.provider() == ProviderKind.CONTAINER;
    String moreMasters = counted ? masters.orElse("") : added(cluster, masters, true);
    String moreNodes = counted ? nodes.orElse("") : added(cluster, nodes, false);
    if (moreMasters.isEmpty() && moreNodes.isEmpty()) {
      return known;
    }
    return ClusterFlags.NONE.withHosts(moreMasters, moreNodes).withSsh(ssh).over(known);
  }

  private static String added(Cluster cluster, Optional<String> text, boolean master) {
    List<String> there = cluster.hosts().stream().map(ClusterHost::address).toList();
    var more = new ArrayList<String>();
    for (String address : addresses(text, master)) {
      if (!there.contains(address)) {
        more.add(address);
      } else if (!addressesOf(cluster, master).contains(address)) {
        throw new IllegalArgumentException(
            "%s is a %s of cluster %s and cannot change its role; let it leave with scale-down first"
                .formatted(address, role(!master), cluster.name()));
      }
    }
    return String.join(",", more);
  }

  /**
   * A cluster without these hosts; entries of {@code spec.hosts} that lose all of theirs go.
   *
   * @throws IllegalArgumentException when no host is named, an address cannot be understood, or is
   *     no host with this role
   */
  public Clusterfile shrunk(Clusterfile file) {
    requireHosts();
    Clusterfile known = withSecrets(file);
    Cluster cluster = known.cluster();
    List<String> leaving =
        Stream.concat(
                leaving(cluster, masters, true).stream(), leaving(cluster, nodes, false).stream())
            .toList();
    return known.withCluster(cluster.without(leaving).withoutImageHolders(leaving));
  }

  private static List<String> leaving(Cluster cluster, Optional<String> text, boolean master) {
    List<String> wanted = addresses(text, master);
    List<String> known = addressesOf(cluster, master);
    List<String> strangers = wanted.stream().filter(ip -> !known.contains(ip)).toList();
    if (!strangers.isEmpty()) {
      throw new IllegalArgumentException(
          "no %s of cluster %s: %s; it has: %s"
              .formatted(role(master), cluster.name(), list(strangers), list(known)));
    }
    return wanted;
  }

  private static List<String> addresses(Optional<String> text, boolean master) {
    if (text.isEmpty()) {
      return List.of();
    }
    String flag = master ? "--masters" : "--nodes";
    if (isNumber(text.get())) {
      throw new IllegalArgumentException(flag + ": name hosts by their addresses, not by a number");
    }
    try {
      return Addresses.parse(text.get());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(flag + ": " + e.getMessage(), e);
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]+");
  }

  private static List<String> addressesOf(Cluster cluster, boolean master) {
    return (master ? cluster.masters() : cluster.workers())
        .stream().map(ClusterHost::address).toList();
  }

  private static String role(boolean master) {
    return master ? "master" : "worker";
  }

  private static String list(Collection<String> items) {
    return items.isEmpty() ? "none" : String.join(", ", items);
  }

  private void requireHosts() {
    if (masters.isEmpty() && nodes.isEmpty()) {
      throw new IllegalArgumentException("name hosts with --masters or --nodes");
    }
  }

  private Clusterfile withSecrets(Clusterfile file) {
    var secrets =
        new Ssh(
            Optional.empty(),
            ssh.password(),
            Optional.empty(),
            ssh.keyPassphrase(),
            Optional.empty(),
            ssh.sudoPassword());
    Cluster cluster = file.cluster();
    return file.withCluster(cluster.withSsh(cluster.ssh().over(secrets)));
  }
}
