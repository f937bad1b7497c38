package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.provider.ProvidedHost;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostsToBeTest {
  private static final Cluster CLUSTER =
      Cluster.named("c")
          .withGroups(
              List.of(
                  HostGroup.counted(ClusterHost.MASTER, 1),
                  HostGroup.counted(ClusterHost.NODE, 2)));

  private static ProvidedHost host(String role, boolean running) {
    return new ProvidedHost("10.0.0.1", "c-x", List.of(role), Ssh.NOTHING, running);
  }

  private static List<String> planned(ProvidedHost... there) {
    return HostsToBe.of(CLUSTER, List.of(there)).stream()
        .flatMap(run -> run.plan().todo().stream())
        .map(p -> p.step().host())
        .toList();
  }

  @Test
  void a_plan_names_the_hosts_that_a_provider_would_make() {
    assertThat(planned()).containsExactly("new master 1", "new node 1", "new node 2");
  }

  @Test
  void a_host_that_is_stopped_would_be_started_and_one_that_runs_stays() {
    assertThat(planned(host("master", true), host("node", true), host("node", false)))
        .containsExactly("new node 1");
  }

  @Test
  void where_all_hosts_run_there_is_nothing_to_make() {
    assertThat(planned(host("master", true), host("node", true), host("node", true))).isEmpty();
  }
}
