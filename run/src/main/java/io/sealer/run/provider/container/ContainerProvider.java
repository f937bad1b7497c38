package io.sealer.run.provider.container;

import io.sealer.run.clusterfile.ProviderKind;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.provider.ProvidedHost;
import io.sealer.run.provider.Provider;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.provider.Provision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes hosts on this machine with systemd-nspawn. They outlive the process that makes them; after
 * a restart of the machine {@link #ensure} starts them again. Needs root.
 */
public final class ContainerProvider implements Provider {
  @Override
  public ProviderKind kind() {
    return ProviderKind.CONTAINER;
  }

  @Override
  public Provision ensure(ProviderRequest request, ProviderListener listener)
      throws ProviderException, InterruptedException {
    ProviderSite site = request.site();
    return Work.explained(
        () -> {
          Prerequisites.check(site);
          KernelLimits.raise(listener);
          Path tree = NodeTree.ensure(site, listener);
          return SiteLock.hold(site, listener, () -> make(request, tree, listener));
        });
  }

  private static Provision make(ProviderRequest request, Path tree, ProviderListener listener)
      throws IOException, ProviderException, InterruptedException {
    var directory = ClusterDirectory.of(request.cluster(), request.site());
    Subnet subnet = Subnets.of(directory, request);
    Bridge.of(directory, subnet).ensure();
    List<HostState> existing = directory.hosts();
    List<HostState> wanted = Placement.place(request.groups(), existing, subnet, tree);
    Login login = Login.of(request, directory);
    var fleet = new Fleet(directory, subnet, listener);
    if (!request.keepSurplus()) {
      fleet.remove(existing.stream().filter(host -> isNotIn(wanted, host)).toList());
    }
    fleet.bringUp(wanted, login, tree);
    fleet.introduce();
    return new Provision(
        wanted.stream()
            .map(host -> provided(directory, host, login.ssh(request.ssh()), true))
            .toList(),
        Optional.of(directory.knownHosts()));
  }

  private static boolean isNotIn(List<HostState> wanted, HostState host) {
    return wanted.stream().noneMatch(other -> other.name().equals(host.name()));
  }

  private static ProvidedHost provided(
      ClusterDirectory directory, HostState host, Ssh ssh, boolean running) {
    String hostname = directory.cluster() + "-" + host.name();
    return new ProvidedHost(host.address(), hostname, host.roles(), ssh, running);
  }

  @Override
  public void remove(
      String cluster, List<String> addresses, ProviderSite site, ProviderListener listener)
      throws ProviderException, InterruptedException {
    var directory = ClusterDirectory.of(cluster, site);
    if (directory.exists()) {
      Work.explained(
          () -> SiteLock.hold(site, listener, () -> remove(directory, addresses, listener)));
    }
  }

  private static boolean remove(
      ClusterDirectory directory, List<String> addresses, ProviderListener listener)
      throws IOException, ProviderException, InterruptedException {
    Optional<Subnet> subnet = directory.subnet();
    if (subnet.isEmpty()) {
      return false;
    }
    var fleet = new Fleet(directory, subnet.get(), listener);
    fleet.remove(
        directory.hosts().stream().filter(host -> addresses.contains(host.address())).toList());
    fleet.introduce();
    return true;
  }

  @Override
  public void delete(String cluster, ProviderSite site, ProviderListener listener)
      throws ProviderException, InterruptedException {
    var directory = ClusterDirectory.of(cluster, site);
    if (directory.exists()) {
      Work.explained(() -> SiteLock.hold(site, listener, () -> delete(directory, listener)));
    }
  }

  private static boolean delete(ClusterDirectory directory, ProviderListener listener)
      throws IOException, ProviderException, InterruptedException {
    Optional<Subnet> subnet = directory.subnet();
    if (subnet.isPresent()) {
      new Fleet(directory, subnet.get(), listener).remove(directory.hosts());
      Bridge.of(directory, subnet.get()).delete();
    }
    Tool.of("rm", "-rf", "--one-file-system", directory.path().toString()).run();
    return subnet.isPresent();
  }

  @Override
  public List<ProvidedHost> describe(String cluster, ProviderSite site) throws ProviderException {
    var directory = ClusterDirectory.of(cluster, site);
    try {
      Optional<Subnet> subnet = directory.subnet();
      return subnet.isPresent() ? describe(directory, subnet.get()) : List.of();
    } catch (IOException e) {
      throw new ProviderException(
          "hosts of %s: %s".formatted(cluster, e.getMessage()), "correct it and run again", e);
    }
  }

  private static List<ProvidedHost> describe(ClusterDirectory directory, Subnet subnet)
      throws IOException {
    Ssh ssh = Files.exists(directory.key()) ? Ssh.NOTHING.withKey(directory.key()) : Ssh.NOTHING;
    var hosts = new ArrayList<ProvidedHost>();
    for (HostState host : directory.hosts()) {
      boolean running = Machine.of(directory, subnet, host.name()).running();
      hosts.add(provided(directory, host, ssh, running));
    }
    return List.copyOf(hosts);
  }
}
