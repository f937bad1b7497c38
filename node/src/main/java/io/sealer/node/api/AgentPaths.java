package io.sealer.node.api;

import java.nio.file.Path;

/** Where things lie on a cluster host, and the ports, unless configured otherwise. */
public final class AgentPaths {
  /** The host's content store, an OCI image layout. */
  public static final Path STORE = Path.of("/var/lib/sealer/store");

  /** Everything of the agent: its program in one directory per version, and its keys. */
  public static final Path AGENT = Path.of("/var/lib/sealer/agent");

  /** Link to the directory of the version in use. */
  public static final Path CURRENT = AGENT.resolve("current");

  /** The program in use. */
  public static final Path PROGRAM = CURRENT.resolve("bin/sealer-node");

  /** The agent's certificate, PEM; its subject alternative names must have the host's address. */
  public static final Path CERTIFICATE = AGENT.resolve("pki/agent.crt");

  /** The agent's private key, PEM (PKCS #8), readable by root only. */
  public static final Path KEY = AGENT.resolve("pki/agent.key");

  /** The certificate of the cluster's agent authority, PEM. */
  public static final Path AUTHORITY = AGENT.resolve("pki/ca.crt");

  /** The configuration, {@link AgentConfig} as JSON. */
  public static final Path CONFIG = Path.of("/etc/sealer/node.json");

  /** Name of the systemd unit. */
  public static final String UNIT = "sealer-node.service";

  /** Where systemd makes a directory with each start of the unit and removes it with its end. */
  public static final Path RUNTIME = Path.of("/run/sealer-node");

  /** There while the running agent answers. */
  public static final Path ANSWERS = RUNTIME.resolve("answers");

  /** The {@link BalancerConfig} that the kernel's rules follow; there once they do. */
  public static final Path BALANCED = RUNTIME.resolve("balanced");

  /** The unit file, {@link AgentUnit}. */
  public static final Path UNIT_FILE = Path.of("/etc/systemd/system").resolve(UNIT);

  /** Where containerd's {@code config_path} points to. */
  public static final Path CERTS_D = Path.of("/etc/containerd/certs.d");

  /** containerd's rule for every registry, {@link HostsToml}. */
  public static final Path HOSTS_TOML = CERTS_D.resolve("_default/hosts.toml");

  /** Where containerd keeps content, unless it is told otherwise. */
  public static final Path CONTAINERD_CONTENT =
      Path.of("/var/lib/containerd/io.containerd.content.v1.content");

  /** Port of the image mirror, on loopback. */
  public static final int MIRROR_PORT = 5050;

  /** Port on which agents exchange content, with mutual TLS. */
  public static final int EXCHANGE_PORT = MIRROR_PORT + 1;

  private AgentPaths() {}

  /** containerd's files about one registry, as it stands in image names. */
  public static Path certsOf(String registry) {
    return CERTS_D.resolve(registry);
  }

  /** Directory of one version of the agent, by a name of the caller's choice. */
  public static Path version(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || name.equals("current")) {
      throw new IllegalArgumentException("'" + name + "' cannot name a version's directory");
    }
    return AGENT.resolve(name);
  }
}
