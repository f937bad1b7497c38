package io.sealer.run.steps;

import io.sealer.run.clusterfile.Cluster;

/** The address that stands for all masters' API servers on hosts that have none. */
public final class VirtualAddress {
  /** The usual one. */
  public static final String DEFAULT = "10.103.97.2";

  /** The usual one where masters have IPv6 addresses. */
  public static final String DEFAULT6 = "1248:4003:10bb:6a01:83b9:6360:c66d:2";

  /** Name in a Clusterfile's env of another one. */
  public static final String ENV = "IPvsVIPv4";

  /** The same for IPv6. */
  public static final String ENV6 = "IPvsVIPv6";

  private VirtualAddress() {}

  /** The one of a cluster. */
  public static String of(Cluster cluster) {
    boolean six = cluster.masters().stream().anyMatch(master -> master.address().contains(":"));
    return six
        ? cluster.env().getOrDefault(ENV6, DEFAULT6).strip()
        : cluster.env().getOrDefault(ENV, DEFAULT).strip();
  }
}
