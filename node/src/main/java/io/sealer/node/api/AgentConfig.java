package io.sealer.node.api;

import io.sealer.oci.OciException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of the agent, in {@link AgentPaths#CONFIG}. The running agent takes up a changed
 * file with the next request; only listening addresses and the runtime's content need a restart.
 *
 * @param store the host's content store
 * @param mirror where the image mirror listens, plain http: must be a loopback address
 * @param exchange where other agents are served, with mutual TLS; empty: not at all
 * @param identity certificates; required by exchange and peers
 * @param peers agents to ask for what is not here; the first are asked first while all are healthy
 * @param upstream whether real registries may be asked (by the container runtime, see {@link
 *     HostsToml})
 * @param accessLog whether each request gives a line on standard output
 * @param ownNames registries, {@code host:port}, that the mirror itself stands for: an image in
 *     them is that with the same path, whichever registry it is from
 * @param runtimeContent the content store of the host's containerd, which is given what it is about
 *     to pull by hard links; empty: it pulls everything
 */
public record AgentConfig(
    Path store,
    Endpoint mirror,
    Optional<Endpoint> exchange,
    Optional<Identity> identity,
    List<Peer> peers,
    boolean upstream,
    boolean accessLog,
    List<String> ownNames,
    Optional<Path> runtimeContent) {
  /**
   * Who this agent is, and whom it trusts. All files are PEM.
   *
   * @param certificate the agent's certificate, for servers and clients, with the host's address
   * @param key its private key, PKCS #8, readable by its owner only
   * @param authority the certificate that signed those of all agents of the cluster
   */
  public record Identity(Path certificate, Path key, Path authority) {
    /** The files at their usual places. */
    public static Identity defaults() {
      return new Identity(AgentPaths.CERTIFICATE, AgentPaths.KEY, AgentPaths.AUTHORITY);
    }
  }

  /**
   * Another agent.
   *
   * @param name for logs
   * @param at where it serves; the address must be in its certificate
   */
  public record Peer(String name, Endpoint at) {}

  public AgentConfig {
    peers = List.copyOf(peers);
    ownNames = List.copyOf(ownNames);
    if (!isLoopback(mirror.address())) {
      throw new IllegalArgumentException(
          "the mirror has no authentication and must listen on loopback, not on " + mirror);
    }
    if (identity.isEmpty() && (exchange.isPresent() || !peers.isEmpty())) {
      throw new IllegalArgumentException("exchange and peers need an identity");
    }
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("::1") || address.equals("localhost");
  }

  /** A mirror of the host's own store at the usual place, without peers; no runtime is known. */
  public static AgentConfig defaults() {
    return new AgentConfig(
        AgentPaths.STORE,
        new Endpoint("127.0.0.1", AgentPaths.MIRROR_PORT),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        true,
        List.of(),
        Optional.empty());
  }

  /** The same with another store. */
  public AgentConfig withStore(Path other) {
    return new AgentConfig(
        other, mirror, exchange, identity, peers, upstream, accessLog, ownNames, runtimeContent);
  }

  /** The same with the mirror elsewhere on loopback. */
  public AgentConfig withMirror(Endpoint other) {
    return new AgentConfig(
        store, other, exchange, identity, peers, upstream, accessLog, ownNames, runtimeContent);
  }

  /** The same, taking part in the exchange between agents. */
  public AgentConfig withExchange(Endpoint listen, Identity own, List<Peer> others) {
    return new AgentConfig(
        store,
        mirror,
        Optional.of(listen),
        Optional.of(own),
        others,
        upstream,
        accessLog,
        ownNames,
        runtimeContent);
  }

  /** The same, with or without real registries. */
  public AgentConfig withUpstream(boolean allowed) {
    return new AgentConfig(
        store, mirror, exchange, identity, peers, allowed, accessLog, ownNames, runtimeContent);
  }

  /** The same, with or without a line for each request. */
  public AgentConfig withAccessLog(boolean wanted) {
    return new AgentConfig(
        store, mirror, exchange, identity, peers, upstream, wanted, ownNames, runtimeContent);
  }

  /** The same, standing for these registries. */
  public AgentConfig withOwnNames(List<String> registries) {
    return new AgentConfig(
        store, mirror, exchange, identity, peers, upstream, accessLog, registries, runtimeContent);
  }

  /** The same, linking into the content store of a containerd. */
  public AgentConfig withRuntimeContent(Path directory) {
    return new AgentConfig(
        store,
        mirror,
        exchange,
        identity,
        peers,
        upstream,
        accessLog,
        ownNames,
        Optional.of(directory));
  }

  /** The content of the file; the same value gives the same bytes. */
  public byte[] toJson() {
    return AgentConfigJson.write(this);
  }

  /**
   * Reads the content of the file.
   *
   * @throws OciException when it is malformed; the message says where
   */
  public static AgentConfig parse(byte[] json) throws OciException {
    return AgentConfigJson.read(json);
  }
}
