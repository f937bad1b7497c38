package io.sealer.run.steps;

import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.host.Secret;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.ContainerdLogin;
import io.sealer.node.api.ExternalRegistry;
import io.sealer.node.api.HostsToml;
import io.sealer.oci.Digest;
import io.sealer.oci.registry.Credential;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.StepContext;
import io.sealer.run.external.ExternalAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * containerd's rules about registries, as files of a host. Those with a password are root's alone.
 *
 * @param files content by path
 * @param inputs digest of everything but passwords
 * @param secret whether a password is among them
 */
record MirrorRules(SortedMap<String, Secret> files, String inputs, boolean secret) {
  /** Not for containerd's eyes: {@link InstallContainerd} makes it a part of the configuration. */
  private static final String LOGIN = "login.toml";

  /** An empty directory would be containerd's rule to ask that registry itself. */
  private static final String REMOVE =
      """
      rm -f -- "$@"
      for file in "$@"; do rmdir --ignore-fail-on-non-empty "${file%/*}" 2>/dev/null || true; done
      """;

  private static final String SUMS = "sha256sum -- \"$@\" 2>/dev/null || true";

  MirrorRules {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** Every registry is asked for at the host's agent. */
  static MirrorRules of(AgentConfig config) {
    String text = HostsToml.text(config);
    var files = new TreeMap<>(Map.of(AgentPaths.HOSTS_TOML.toString(), Secret.of(text)));
    return new MirrorRules(files, text, false);
  }

  /** What the agent does not have comes from a registry outside. */
  static MirrorRules of(AgentConfig config, ExternalAccess external) throws IOException {
    ExternalRegistry registry = external.registry();
    var files = new TreeMap<String, Secret>();
    files.put(AgentPaths.HOSTS_TOML.toString(), Secret.of(HostsToml.text(config, registry)));
    String own = AgentPaths.certsOf(registry.host()).resolve("hosts.toml").toString();
    files.put(own, Secret.of(HostsToml.ofExternal(registry)));
    String authority = "";
    if (external.authority().isPresent() && registry.authority().isPresent()) {
      authority = Files.readString(external.authority().get());
      files.put(registry.authority().get().toString(), Secret.of(authority));
    }
    registry
        .login()
        .ifPresent(
            login ->
                files.put(
                    AgentPaths.certsOf(registry.host()).resolve(LOGIN).toString(),
                    Secret.of(ContainerdLogin.text(registry.host(), login))));
    String user = registry.login().map(Credential::user).orElse("");
    String inputs =
        Inputs.of(HostsToml.text(config), registry.host(), registry.project(), user, authority);
    return new MirrorRules(files, inputs, registry.login().isPresent());
  }

  /** Whether the files of a host are these. Only looked at where the inputs do not say it all. */
  boolean areOn(StepContext at) throws HostException {
    if (!secret) {
      return true;
    }
    List<String> sums =
        Scripts.run(at, "look at containerd's rules", SUMS, files.keySet().toArray(String[]::new))
            .lines();
    return files.entrySet().stream()
        .map(file -> Digest.of(file.getValue().reveal()).hex() + "  " + file.getKey())
        .allMatch(sums::contains);
  }

  /** Puts them on a host, and takes those away that were put there before and are no more. */
  void put(StepContext at) throws HostException {
    String[] former =
        at.ledger().entries().stream()
            .map(LedgerEntry::path)
            .filter(path -> path.startsWith(AgentPaths.CERTS_D + "/") && !files.containsKey(path))
            .toArray(String[]::new);
    if (former.length > 0) {
      Scripts.run(at, "remove former rules", REMOVE, former);
    }
    for (Map.Entry<String, Secret> file : files.entrySet()) {
      String text = new String(file.getValue().reveal(), StandardCharsets.UTF_8);
      RemoteFile to = RemoteFile.of(file.getKey());
      at.ledger().put(FileContent.of(text), secret ? to.secret() : to);
    }
  }
}
