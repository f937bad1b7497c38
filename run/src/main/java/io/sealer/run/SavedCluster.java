package io.sealer.run;

import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.state.ClusterHome;
import java.io.IOException;
import java.util.List;

/** Finds what is remembered of a cluster. */
final class SavedCluster {
  private SavedCluster() {}

  static Clusterfile require(RunEnvironment environment, ClusterHome home, String name)
      throws RunException, IOException {
    List<String> known = ClusterHome.names(environment.home());
    return home.clusterfile()
        .orElseThrow(
            () ->
                new RunException.Failed(
                    "there is no cluster " + name + " on this machine",
                    known.isEmpty()
                        ? "make one with: sealer run IMAGE"
                        : "known are: " + String.join(", ", known),
                    null));
  }
}
