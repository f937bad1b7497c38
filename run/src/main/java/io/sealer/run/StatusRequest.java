package io.sealer.run;

import io.sealer.run.clusterfile.Ssh;

/** Which cluster to look at, and what is needed to reach it beyond its saved Clusterfile. */
public record StatusRequest(String cluster, Ssh ssh) {
  /** A cluster that is reached as its Clusterfile says. */
  public static StatusRequest of(String cluster) {
    return new StatusRequest(cluster, Ssh.NOTHING);
  }
}
