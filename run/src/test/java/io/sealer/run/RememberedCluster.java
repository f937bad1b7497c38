package io.sealer.run;

import io.sealer.host.testing.SimulatedHosts;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.pki.Authority;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A cluster as an operator's machine has it, below a directory, and hosts that are only simulated.
 *
 * @param directory where everything lies
 * @param store images of this machine
 * @param hosts what the cluster may have
 */
record RememberedCluster(Path directory, DiskStore store, RememberingHosts hosts)
    implements AutoCloseable {
  static final String NAME = "my-cluster";

  /** With as many hosts, and nothing remembered. */
  static RememberedCluster of(Path directory, int count, SimulatedHosts.Answers others)
      throws Exception {
    DiskStore store = DiskStore.open(directory.resolve("store"));
    return new RememberedCluster(directory, store, new RememberingHosts(count, others));
  }

  ClusterHome home() {
    return ClusterHome.of(directory.resolve("home"), NAME);
  }

  Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  RunEnvironment environment() {
    return RunEnvironment.of(
        directory.resolve("home"),
        directory.resolve("cache"),
        directory.resolve("user"),
        store,
        knownHosts(),
        first -> {});
  }

  /** Remembers what a run has saved before its first step. */
  void save(Clusterfile file, RunningImage image) throws Exception {
    home().make();
    Authority.in(home().directory());
    home().save(file, image);
  }

  @Override
  public void close() throws IOException {
    hosts.close();
    store.close();
  }
}
