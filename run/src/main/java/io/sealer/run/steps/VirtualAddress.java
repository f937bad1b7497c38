package io.sealer.run.steps;

import io.sealer.run.clusterfile.Cluster;

/** The address that stands for all masters' API servers on hosts that have none. */
public final class VirtualAddress {
  /** The usual one. */
  public static final String DEFAULT = "10.103.97.2";

  /** Name in a Clusterfile's env of another one. */
  public static final String ENV = "IPvsVIPv4";

  private VirtualAddress() {}

  /** The one of a cluster. */
  public static String of(Cluster cluster) {
    return cluster.env().getOrDefault(ENV, DEFAULT).strip();
  }
}
