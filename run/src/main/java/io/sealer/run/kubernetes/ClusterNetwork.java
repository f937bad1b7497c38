package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.HostPorts;
import java.util.List;
import java.util.Optional;

/**
 * Names and addresses of a cluster.
 *
 * @param domain name under which hosts reach the API server
 * @param certSans names and addresses in the API server's certificate
 * @param podCidr pod network; empty leaves it to the image
 * @param serviceCidr service network; empty leaves it to the image
 */
public record ClusterNetwork(
    String domain, List<String> certSans, Optional<String> podCidr, Optional<String> serviceCidr) {
  /** The usual name. */
  public static final String DOMAIN = "apiserver.cluster.local";

  public ClusterNetwork {
    certSans = List.copyOf(certSans);
  }

  /** An address as it stands in front of a port. */
  static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** Domain and port. */
  public String endpoint() {
    return domain + ":" + HostPorts.API;
  }
}
