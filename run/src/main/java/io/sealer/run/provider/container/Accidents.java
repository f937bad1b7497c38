package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderSite;
import java.io.IOException;

/**
 * What can happen to a host of a cluster that was made on this machine, for trials and tests.
 *
 * @param cluster name of the cluster
 * @param site where its hosts were made
 */
public record Accidents(String cluster, ProviderSite site) {

  /** Ends a host at once, as when its power fails; its disk stays. */
  public void kill(String address) throws ProviderException, InterruptedException {
    Work.explained(
        () -> {
          machine(address).powerOff();
          return true;
        });
  }

  /** Stops a host where it stands: it neither answers nor ends. */
  public void pause(String address) throws ProviderException, InterruptedException {
    freeze(address, true);
  }

  /** Lets a paused host go on. */
  public void resume(String address) throws ProviderException, InterruptedException {
    freeze(address, false);
  }

  private void freeze(String address, boolean frozen)
      throws ProviderException, InterruptedException {
    Work.explained(
        () -> {
          machine(address).cgroups().freeze(frozen);
          return true;
        });
  }

  /** Starts a host again with the disk it had, and waits for its ssh; ends it first if it runs. */
  public void restart(String address) throws ProviderException, InterruptedException {
    Work.explained(
        () -> {
          Machine machine = machine(address);
          machine.powerOff();
          Bridge.of(ClusterDirectory.of(cluster, site), machine.subnet()).ensure();
          machine.mount(state(address).tree());
          Readiness.await(machine, address, machine.boot());
          return true;
        });
  }

  private Machine machine(String address) throws IOException, ProviderException {
    var directory = ClusterDirectory.of(cluster, site);
    HostState host = state(address);
    return Machine.of(directory, directory.subnet().orElseThrow(), host.name());
  }

  private HostState state(String address) throws IOException, ProviderException {
    return ClusterDirectory.of(cluster, site).hosts().stream()
        .filter(host -> host.address().equals(address))
        .findFirst()
        .orElseThrow(
            () ->
                new ProviderException(
                    "cluster %s has no host %s made on this machine".formatted(cluster, address),
                    "see its hosts: sealer status " + cluster));
  }
}
