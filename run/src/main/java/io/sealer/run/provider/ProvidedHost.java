package io.sealer.run.provider;

import io.sealer.host.Target;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Ssh;
import java.util.List;

/**
 * A host that a provider hands out.
 *
 * @param address its IPv4 or IPv6 address
 * @param name its host name; empty when the provider does not know it
 * @param roles {@code master}, {@code node} or the user's own
 * @param ssh how it is reached
 * @param running whether it runs, as far as the provider knows
 */
public record ProvidedHost(
    String address, String name, List<String> roles, Ssh ssh, boolean running) {
  public ProvidedHost {
    roles = List.copyOf(roles);
  }

  public boolean isMaster() {
    return roles.contains(ClusterHost.MASTER);
  }

  /** How to log in. */
  public Target target() {
    return ssh.target(address);
  }
}
