package io.sealer.node.api;

/**
 * containerd's rule for all registries: ask the agent ({@code certs.d/_default/hosts.toml},
 * containerd's docs/hosts.md; containerd 1.5 and later with {@code config_path}). Names, digests
 * and pull policies of workloads stay as written.
 */
public final class HostsToml {
  private HostsToml() {}

  /**
   * Text of {@link AgentPaths#HOSTS_TOML}. Without upstream the agent also stands for the registry
   * itself, so that nothing leaves the cluster; with upstream containerd asks the registry for what
   * the agent does not have.
   */
  public static String text(AgentConfig config) {
    String url = "http://" + config.mirror();
    String server = config.upstream() ? "" : "server = \"" + url + "\"\n\n";
    return server
        + """
        [host."%s"]
          capabilities = ["pull", "resolve"]
        """
            .formatted(url);
  }
}
