package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Command;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With this machine as the only host. */
final class ReachedClusterTest {
  @TempDir Path directory;

  private RunEnvironment environment() throws IOException {
    return RunEnvironment.of(
        directory.resolve("home"),
        directory.resolve("cache"),
        directory.resolve("user"),
        DiskStore.open(directory.resolve("store")),
        directory.resolve("known_hosts"),
        _ -> {});
  }

  @BeforeEach
  void remember_a_cluster() throws IOException {
    Cluster cluster =
        Cluster.named("c")
            .withGroups(List.of(HostGroup.of(ClusterHost.MASTER, List.of("127.0.0.1"))));
    ClusterHome.of(directory.resolve("home"), "c")
        .make()
        .save(
            Clusterfile.of(cluster),
            new RunningImage("a:1", "sha256:0", "v1.20.2", Optional.empty(), List.of()));
  }

  @Test
  void work_is_done_on_each_host_that_is_reached() throws Exception {
    List<String> said =
        ReachedCluster.of(
            environment(),
            StatusRequest.of("c"),
            cluster ->
                cluster.onEach(
                    cluster.connect(cluster.cluster().hosts()),
                    (host, session) ->
                        host.address() + session.run(Command.of("echo", " hello")).text()));
    assertThat(said).containsExactly("127.0.0.1hello");
  }

  @Test
  void a_master_that_is_lost_does_not_answer_and_counts_as_unreached() throws Exception {
    String lost =
        ReachedCluster.of(
            environment(),
            StatusRequest.of("c"),
            cluster -> {
              for (ClusterHost host : cluster.connect(cluster.cluster().masters())) {
                cluster.session(host).close();
              }
              assertThat(cluster.answering()).isEmpty();
              return String.join(",", cluster.unreached().keySet());
            });
    assertThat(lost).isEqualTo("127.0.0.1");
  }

  @Test
  void failures_are_told_as_those_of_a_run() {
    assertThatThrownBy(
            () -> ReachedCluster.of(environment(), StatusRequest.of("nobody"), _ -> "reached"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("there is no cluster nobody");
    assertThatThrownBy(
            () ->
                ReachedCluster.of(
                    environment(),
                    StatusRequest.of("c"),
                    cluster ->
                        cluster.onEach(
                            cluster.connect(cluster.cluster().hosts()),
                            (_, session) -> session.run(Command.of("false")))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("127.0.0.1");
  }
}
