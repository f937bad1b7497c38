package io.sealer.run.provider.baremetal;

import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.ProviderKind;
import io.sealer.run.provider.ProvidedHost;
import io.sealer.run.provider.Provider;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.provider.Provision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Hands through the addresses that the user gives; makes and removes nothing. */
public final class BaremetalProvider implements Provider {
  @Override
  public ProviderKind kind() {
    return ProviderKind.BAREMETAL;
  }

  @Override
  public Provision ensure(ProviderRequest request, ProviderListener listener)
      throws ProviderException {
    if (request.groups().stream().anyMatch(group -> group.count() > 0)) {
      throw new ProviderException(
          "cluster %s: a number of hosts instead of addresses".formatted(request.cluster()),
          "give addresses, or let hosts be made with --provider CONTAINER");
    }
    return new Provision(
        request.groups().stream().flatMap(group -> hosts(request, group)).toList(),
        Optional.empty());
  }

  private static Stream<ProvidedHost> hosts(ProviderRequest request, HostGroup group) {
    var ssh = group.ssh().over(request.ssh());
    return group.ips().stream()
        .map(address -> new ProvidedHost(address, "", group.roles(), ssh, true));
  }

  @Override
  public void remove(
      String cluster, List<String> addresses, ProviderSite site, ProviderListener listener) {}

  @Override
  public void delete(String cluster, ProviderSite site, ProviderListener listener) {}

  @Override
  public List<ProvidedHost> describe(String cluster, ProviderSite site) {
    return List.of();
  }
}
