package io.sealer.run;

import io.sealer.run.clusterfile.Ssh;
import java.util.List;

/**
 * Which applications shall go.
 *
 * @param cluster name of the cluster
 * @param apps their names
 * @param ssh how hosts are reached, over what is remembered
 * @param breakLock whether the lock of a dead run is broken
 */
public record AppRemoval(String cluster, List<String> apps, Ssh ssh, boolean breakLock) {
  public AppRemoval {
    apps = List.copyOf(apps);
  }
}
