package io.sealer.e2e.harness;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.provider.ProvidedHost;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.Provision;
import io.sealer.run.provider.container.Accidents;
import io.sealer.run.provider.container.ContainerProvider;
import java.nio.file.Path;
import java.util.List;

/**
 * Servers that exist before the program under test hears of them, root with {@link #PASSWORD}. They
 * go with their workspace.
 *
 * @param workspace where they are
 * @param provision how they are reached from here
 */
public record Machines(Workspace workspace, Provision provision) {
  /** Password of root. */
  public static final String PASSWORD = "e2e-Secret'1";

  private static final String NAME = "bare";

  /** Makes as many. */
  public static Machines make(Workspace workspace, int count) {
    Ssh ssh = Ssh.NOTHING.withPassword(Secret.of(PASSWORD));
    var groups = List.of(HostGroup.counted(ClusterHost.NODE, count));
    var request = new ProviderRequest(NAME, groups, ssh, workspace.hosts(), false);
    try {
      return new Machines(
          workspace, new ContainerProvider().ensure(request, ProviderListener.NONE));
    } catch (Exception e) {
      throw new IllegalStateException("cannot make hosts", e);
    }
  }

  /** Address of one, from 0. */
  public String address(int index) {
    return provision.hosts().get(index).address();
  }

  public List<String> addresses() {
    return provision.hosts().stream().map(ProvidedHost::address).toList();
  }

  /** What can happen to them. */
  public Accidents accidents() {
    return new Accidents(NAME, workspace.hosts());
  }

  /** The directory of this machine that one of them has at {@code /var/lib/NAME}. */
  public Path disk(int index, String name) {
    String host = provision.hosts().get(index).name().substring(NAME.length() + 1);
    return workspace.hosts().hosts().resolve(NAME).resolve(host).resolve("disk").resolve(name);
  }

  /** Runs a shell command on one. */
  public Outcome on(int index, String command) {
    return HostShell.run(address(index), PASSWORD, provision.knownHosts().orElseThrow(), command);
  }
}
