package io.sealer.run;

import io.sealer.run.clusterfile.Clusterfile;

/**
 * What to run.
 *
 * @param clusterfile the cluster that is wanted, flags already laid over it
 * @param breakLock whether to end another run's hold on the hosts
 * @param userKubeconfig whether to write {@code ~/.kube/config} even when there is one (which is
 *     kept beside it)
 */
public record RunRequest(Clusterfile clusterfile, boolean breakLock, boolean userKubeconfig) {
  /** A run that respects locks and an existing kubeconfig. */
  public static RunRequest of(Clusterfile clusterfile) {
    return new RunRequest(clusterfile, false, false);
  }

  public RunRequest breakingLocks() {
    return new RunRequest(clusterfile, true, userKubeconfig);
  }

  public RunRequest writingUserKubeconfig() {
    return new RunRequest(clusterfile, breakLock, true);
  }
}
