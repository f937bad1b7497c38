package io.sealer.run.provider.container;

import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the network for a cluster: the one it has, the one its addresses are in, or a free one. */
final class Subnets {
  private Subnets() {}

  static Subnet of(ClusterDirectory directory, ProviderRequest request)
      throws IOException, ProviderException, InterruptedException {
    Optional<Subnet> had = directory.subnet();
    if (had.isPresent() && (!directory.hosts().isEmpty() || claimed(directory, had.get()))) {
      return had.get();
    }
    Optional<String> given =
        request.groups().stream().map(HostGroup::ips).flatMap(ips -> ips.stream()).findFirst();
    return given.isPresent()
        ? claim(directory, checked(given.get(), Routes.read()))
        : claimFree(directory, promised(request));
  }

  private static Subnet claim(ClusterDirectory directory, Subnet subnet)
      throws IOException, ProviderException, InterruptedException {
    if (!claimed(directory, subnet)) {
      throw inUse(subnet);
    }
    return subnet;
  }

  /** Another process may take a network between the look and the claim: then the next one. */
  private static Subnet claimFree(ClusterDirectory directory, Set<Subnet> taken)
      throws IOException, ProviderException, InterruptedException {
    Routes routes = Routes.read();
    String name = directory.path().toString();
    Subnet subnet = Subnet.choose(name, net -> routes.free(net) && !taken.contains(net));
    while (!claimed(directory, subnet)) {
      taken.add(subnet);
      subnet = Subnet.choose(name, net -> routes.free(net) && !taken.contains(net));
    }
    return subnet;
  }

  private static boolean claimed(ClusterDirectory directory, Subnet subnet)
      throws IOException, ProviderException, InterruptedException {
    directory.write(subnet);
    return Bridge.of(directory, subnet).claim();
  }

  /** Networks of clusters whose hosts are off, and which the kernel does not know. */
  private static Set<Subnet> promised(ProviderRequest request) throws IOException {
    var promised = new HashSet<Subnet>();
    for (ClusterDirectory other : ClusterDirectory.all(request.site())) {
      other.subnet().ifPresent(promised::add);
    }
    return promised;
  }

  private static Subnet checked(String address, Routes routes) throws ProviderException {
    try {
      Subnet subnet = Subnet.of(address);
      if (routes.free(subnet)) {
        return subnet;
      }
      throw inUse(subnet);
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          "hosts made on this machine need IPv4 addresses, got " + address,
          "give an IPv4 address, or only a number of hosts",
          e);
    }
  }

  private static ProviderException inUse(Subnet subnet) {
    return new ProviderException(
        "network %s.0/24 is in use on this machine".formatted(subnet.prefix()),
        "give addresses in a free network, or only a number of hosts");
  }
}
