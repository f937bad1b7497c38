package io.sealer.node.api;

import io.sealer.oci.OciException;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the balancer guard of a host keeps true, in {@code balancer.json} beside the agent's
 * configuration. The running agent takes up a changed file within a second; without the file it
 * leaves the kernel's rules alone.
 *
 * @param virtual the virtual address and port
 * @param source the host's own address, which connections to the virtual address come from
 * @param servers the API servers, by address and port
 * @param authority PEM file of the authority that signed the API servers' certificates; while there
 *     is none, a server is taken for ready when it accepts connections
 * @param kind which rules of the kernel
 */
public record BalancerConfig(
    Endpoint virtual, String source, List<Endpoint> servers, Path authority, Kind kind) {
  /** Which rules of the kernel. */
  public enum Kind {
    /** IPVS where the kernel has it, else nftables. */
    AUTO,
    IPVS,
    NFTABLES
  }

  /** The cluster's authority on every host that has joined. */
  public static final Path CLUSTER_AUTHORITY = Path.of("/etc/kubernetes/pki/ca.crt");

  /** Name of the file, in the directory of the agent's configuration. */
  public static final String FILE = "balancer.json";

  private static final String HINT =
      "run 'sealer run' or 'sealer apply' again; it writes this file";

  public BalancerConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a balancer needs at least one server");
    }
    InetAddress.ofLiteral(source);
    boolean six = virtual.address().contains(":");
    InetAddress.ofLiteral(virtual.address());
    for (Endpoint server : servers) {
      InetAddress.ofLiteral(server.address());
      if (server.address().contains(":") != six) {
        throw new IllegalArgumentException(server + " and " + virtual + " are of two families");
      }
    }
  }

  /** With the cluster's authority, and whatever the kernel has. */
  public static BalancerConfig of(Endpoint virtual, String source, List<Endpoint> servers) {
    return new BalancerConfig(virtual, source, servers, CLUSTER_AUTHORITY, Kind.AUTO);
  }

  /** The content of the file; the same value gives the same bytes. */
  public byte[] toJson() {
    return JsonOut.object(
        out -> {
          out.number("version", 1);
          out.text("virtual", virtual.toString());
          out.text("source", source);
          out.objects("servers", servers, (o, server) -> o.text("at", server.toString()));
          out.text("authority", authority.toString());
          out.text("kind", kind.name());
        });
  }

  /**
   * Reads the content of the file.
   *
   * @throws OciException when it is malformed; the message says where
   */
  public static BalancerConfig parse(byte[] json) throws OciException {
    try {
      JsonObject in = JsonObject.parse(json, FILE);
      if (in.number("version") != 1) {
        throw in.problem("version", "must be 1: the file is for a newer agent");
      }
      var servers = new ArrayList<Endpoint>();
      for (JsonObject server : in.objects("servers")) {
        servers.add(Endpoint.parse(server.text("at")));
      }
      return new BalancerConfig(
          Endpoint.parse(in.text("virtual")),
          in.text("source"),
          servers,
          Path.of(in.text("authority")),
          Kind.valueOf(in.text("kind")));
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new OciException("the balancer's configuration: " + e.getMessage(), HINT, e);
    }
  }
}
