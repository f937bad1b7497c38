package io.sealer.run;

import io.sealer.run.clusterfile.Clusterfile;

/**
 * What to run.
 *
 * @param clusterfile the cluster that is wanted, flags already laid over it
 * @param breakLock whether to end another run's hold on the hosts
 * @param userKubeconfig whether to write {@code ~/.kube/config} even when there is one (which is
 *     kept beside it)
 * @param removeHosts whether hosts of the cluster that the Clusterfile does not name leave it: they
 *     are drained, taken out and cleaned; else that is refused
 */
public record RunRequest(
    Clusterfile clusterfile, boolean breakLock, boolean userKubeconfig, boolean removeHosts) {
  /** A run that respects locks and an existing kubeconfig. */
  public static RunRequest of(Clusterfile clusterfile) {
    return new RunRequest(clusterfile, false, false, false);
  }

  public RunRequest breakingLocks() {
    return new RunRequest(clusterfile, true, userKubeconfig, removeHosts);
  }

  public RunRequest writingUserKubeconfig() {
    return new RunRequest(clusterfile, breakLock, true, removeHosts);
  }

  public RunRequest removingHosts() {
    return new RunRequest(clusterfile, breakLock, userKubeconfig, true);
  }

  RunRequest withClusterfile(Clusterfile value) {
    return new RunRequest(value, breakLock, userKubeconfig, removeHosts);
  }
}
