package io.sealer.run;

import io.sealer.run.clusterfile.Ssh;
import java.util.List;

/**
 * What to remove.
 *
 * @param cluster name of the cluster
 * @param ssh what is needed to reach its hosts beyond what its saved Clusterfile says: passwords
 *     are not saved
 * @param breakLock whether to end another run's hold on the hosts
 * @param forgetUnreachable whether hosts that cannot be reached, or belong to another cluster now,
 *     are given up as they are, instead of an error
 * @param strays addresses of hosts that the cluster has forgotten and that alone are cleaned; none
 *     for the whole cluster
 */
public record DeleteRequest(
    String cluster, Ssh ssh, boolean breakLock, boolean forgetUnreachable, List<String> strays) {
  public DeleteRequest {
    strays = List.copyOf(strays);
  }

  /** Removes a cluster that is reached as its Clusterfile says. */
  public static DeleteRequest of(String cluster) {
    return new DeleteRequest(cluster, Ssh.NOTHING, false, false, List.of());
  }

  public DeleteRequest withSsh(Ssh value) {
    return new DeleteRequest(cluster, value, breakLock, forgetUnreachable, strays);
  }

  public DeleteRequest breakingLocks() {
    return new DeleteRequest(cluster, ssh, true, forgetUnreachable, strays);
  }

  public DeleteRequest forgettingUnreachable() {
    return new DeleteRequest(cluster, ssh, breakLock, true, strays);
  }

  /** Only hosts that the cluster has forgotten, at these addresses. */
  public DeleteRequest ofStrays(List<String> addresses) {
    return new DeleteRequest(cluster, ssh, breakLock, forgetUnreachable, addresses);
  }
}
