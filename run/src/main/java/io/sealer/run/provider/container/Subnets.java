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
      throws IOException, ProviderException {
    Optional<Subnet> had = directory.subnet();
    if (had.isPresent()) {
      return had.get();
    }
    Routes routes = Routes.read();
    Set<Subnet> promised = promised(request);
    Optional<String> given =
        request.groups().stream().map(HostGroup::ips).flatMap(ips -> ips.stream()).findFirst();
    Subnet subnet =
        given.isPresent()
            ? checked(given.get(), routes)
            : Subnet.choose(
                directory.path().toString(), net -> routes.free(net) && !promised.contains(net));
    directory.write(subnet);
    return subnet;
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
      throw new ProviderException(
          "network %s.0/24 is in use on this machine".formatted(subnet.prefix()),
          "give addresses in a free network, or only a number of hosts");
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          "hosts made on this machine need IPv4 addresses, got " + address,
          "give an IPv4 address, or only a number of hosts",
          e);
    }
  }
}
