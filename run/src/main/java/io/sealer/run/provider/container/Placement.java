package io.sealer.run.provider.container;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.provider.ProviderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which host stands for which entry of a request: an address is that host, a number takes
 * hosts that exist and names new ones. Opens no file.
 */
final class Placement {
  private static final int MASTERS_FROM = 10;
  private static final int WORKERS_FROM = 100;
  private static final int LAST = 254;

  private final Subnet subnet;
  private final List<HostState> existing;
  private final Path tree;
  private final Set<String> names = new HashSet<>();
  private final Set<String> addresses = new HashSet<>();

  private Placement(Subnet subnet, List<HostState> existing, Path tree) {
    this.subnet = subnet;
    this.existing = existing;
    this.tree = tree;
    existing.forEach(host -> addresses.add(host.address()));
  }

  /** The hosts for these groups, in their order. */
  static List<HostState> place(
      List<HostGroup> groups, List<HostState> existing, Subnet subnet, Path tree)
      throws ProviderException {
    var placement = new Placement(subnet, existing, tree);
    // Addresses first: what is named must not be taken by a number.
    groups.forEach(group -> placement.reserve(group.ips()));
    var hosts = new ArrayList<HostState>();
    for (HostGroup group : groups) {
      for (String address : group.ips()) {
        hosts.add(placement.at(address, group.roles()));
      }
      for (int i = 0; group.ips().isEmpty() && i < group.count(); i++) {
        hosts.add(placement.any(group.roles()));
      }
    }
    return List.copyOf(hosts);
  }

  private void reserve(List<String> given) {
    addresses.addAll(given);
    existing.stream()
        .filter(host -> given.contains(host.address()))
        .forEach(host -> names.add(host.name()));
  }

  private HostState at(String address, List<String> roles) throws ProviderException {
    if (!subnet.holds(address)) {
      throw new ProviderException(
          "%s is no address for a host in %s.0/24".formatted(address, subnet.prefix()),
          "give addresses %s to %s, or only a number of hosts"
              .formatted(subnet.address(2), subnet.address(LAST)));
    }
    Optional<HostState> there =
        existing.stream().filter(host -> host.address().equals(address)).findFirst();
    if (there.isPresent()) {
      return there.get().withRoles(roles);
    }
    return new HostState(newName(roles), address, roles, tree);
  }

  private HostState any(List<String> roles) throws ProviderException {
    Optional<HostState> spare =
        existing.stream()
            .filter(host -> host.isMaster() == roles.contains(ClusterHost.MASTER))
            .filter(host -> names.add(host.name()))
            .findFirst();
    if (spare.isPresent()) {
      return spare.get().withRoles(roles);
    }
    String name = newName(roles);
    return new HostState(name, newAddress(name), roles, tree);
  }

  private String newName(List<String> roles) {
    String letter = roles.contains(ClusterHost.MASTER) ? "m" : "w";
    for (int number = 1; ; number++) {
      String name = letter + number;
      boolean free = existing.stream().noneMatch(host -> host.name().equals(name));
      if (free && names.add(name)) {
        return name;
      }
    }
  }

  private String newAddress(String name) throws ProviderException {
    int from = name.startsWith("m") ? MASTERS_FROM : WORKERS_FROM;
    for (int last = from + Integer.parseInt(name.substring(1)); last <= LAST; last++) {
      if (addresses.add(subnet.address(last))) {
        return subnet.address(last);
      }
    }
    throw new ProviderException(
        "no address left in %s.0/24 for host %s".formatted(subnet.prefix(), name),
        "ask for fewer hosts");
  }
}
