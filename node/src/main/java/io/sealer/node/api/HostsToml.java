package io.sealer.node.api;

import io.sealer.oci.registry.Credential;

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

  /**
   * The same for a cluster whose content lies in a registry outside: the agent knows what names
   * stand for, and what it does not have itself the registry has. Contains the password if there is
   * one: registries that take Basic authentication get it with every request, also from ctr.
   */
  public static String text(AgentConfig config, ExternalRegistry external) {
    return text(config) + "\n" + block(external, external.project());
  }

  /** For names in the registry outside itself; goes to the directory of its host. */
  public static String ofExternal(ExternalRegistry external) {
    return "server = \"https://%s\"\n\n".formatted(external.host()) + block(external, "");
  }

  private static String block(ExternalRegistry external, String project) {
    String url = "https://" + external.host() + (project.isEmpty() ? "" : "/v2/" + project);
    var text = new StringBuilder("[host.\"" + url + "\"]\n");
    text.append("  capabilities = [\"pull\", \"resolve\"]\n");
    external.authority().ifPresent(file -> text.append("  ca = \"" + file + "\"\n"));
    text.append(project.isEmpty() ? "" : "  override_path = true\n");
    external
        .login()
        .filter(Credential.Basic.class::isInstance)
        .map(Credential.Basic.class::cast)
        .ifPresent(
            login ->
                text.append("  [host.\"" + url + "\".header]\n    Authorization = ")
                    .append("\"" + login.header() + "\"\n"));
    return text.toString();
  }
}
