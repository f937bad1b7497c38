package io.sealer.run;

import io.sealer.run.clusterfile.Ssh;

/**
 * What to remove.
 *
 * @param cluster name of the cluster
 * @param ssh what is needed to reach its hosts beyond what its saved Clusterfile says: passwords
 *     are not saved
 * @param breakLock whether to end another run's hold on the hosts
 * @param forgetUnreachable whether hosts that cannot be reached, or belong to another cluster now,
 *     are given up as they are, instead of an error
 */
public record DeleteRequest(String cluster, Ssh ssh, boolean breakLock, boolean forgetUnreachable) {
  /** Removes a cluster that is reached as its Clusterfile says. */
  public static DeleteRequest of(String cluster) {
    return new DeleteRequest(cluster, Ssh.NOTHING, false, false);
  }

  public DeleteRequest withSsh(Ssh value) {
    return new DeleteRequest(cluster, value, breakLock, forgetUnreachable);
  }

  public DeleteRequest breakingLocks() {
    return new DeleteRequest(cluster, ssh, true, forgetUnreachable);
  }

  public DeleteRequest forgettingUnreachable() {
    return new DeleteRequest(cluster, ssh, breakLock, true);
  }
}
