package io.sealer.node.balancer;

import io.sealer.linux.LinuxException;
import io.sealer.linux.net.Backends;
import io.sealer.linux.net.HostRoutes;
import io.sealer.linux.net.Ipvs;
import io.sealer.node.api.BalancerConfig;
import io.sealer.node.api.BalancerConfig.Kind;
import io.sealer.node.api.Endpoint;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What this host's kernel offers. */
public final class Balancers {
  private Balancers() {}

  /** Where connections go now. */
  public record State(String kind, List<InetSocketAddress> servers) {}

  /** Reads a configuration once. */
  public static BalancerConfig read(Path file) throws IOException {
    return LiveBalancerConfig.read(file);
  }

  static Balancer of(Kind kind) throws IOException {
    Optional<Ipvs> ipvs = kind == Kind.NFTABLES ? Optional.empty() : Ipvs.find();
    if (ipvs.isPresent()) {
      return new IpvsBalancer(ipvs.get());
    }
    if (kind == Kind.IPVS) {
      throw new OciException(
          "this kernel has no IPVS",
          "install the kernel's module ip_vs, or leave the choice to sealer");
    }
    return new NftablesBalancer();
  }

  static Backends backends(BalancerConfig config) {
    return new Backends(
        InetAddress.ofLiteral(config.virtual().address()),
        config.virtual().port(),
        config.servers().stream().map(Balancers::socket).toList());
  }

  /** An endpoint as a socket's address. */
  public static InetSocketAddress socket(Endpoint at) {
    return new InetSocketAddress(InetAddress.ofLiteral(at.address()), at.port());
  }

  /** What the kernel does now, whoever told it to; empty when it does nothing. */
  public static Optional<State> state(BalancerConfig config) throws IOException {
    Balancer balancer = of(config.kind());
    return balancer.servers(backends(config)).map(s -> new State(balancer.name(), s));
  }

  /** Lets the kernel know a way to the virtual address. */
  static void route(BalancerConfig config) throws LinuxException {
    HostRoutes.add(
        InetAddress.ofLiteral(config.virtual().address()), InetAddress.ofLiteral(config.source()));
  }

  /** Removes every rule of every kind, and the route. */
  public static void clear(BalancerConfig config) throws IOException {
    Backends backends = backends(config);
    new NftablesBalancer().remove(backends);
    Optional<Ipvs> ipvs = Ipvs.find();
    if (ipvs.isPresent()) {
      ipvs.get().remove(backends);
    }
    HostRoutes.remove(backends.address());
  }
}
