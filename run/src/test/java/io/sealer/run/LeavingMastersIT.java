package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.scale.FreshServers;
import io.sealer.run.scale.SmallImage;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Masters leave while others, which a killed run has saved as masters, may not have joined yet. The
 * machines are only simulated.
 */
@SuppressWarnings("NullAway.Init")
class LeavingMastersIT {
  private static final String NAME = RememberedCluster.NAME;

  @TempDir Path directory;
  private RememberedCluster cluster;
  private RememberingHosts hosts;
  private String first;
  private String second;
  private String third;

  @BeforeEach
  void start() throws Exception {
    cluster = RememberedCluster.of(directory, 3, new FreshServers());
    SmallImage.write(cluster.store());
    hosts = cluster.hosts();
    first = hosts.address(0);
    second = hosts.address(1);
    third = hosts.address(2);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private ClusterHome home() {
    return cluster.home();
  }

  /** What a run has saved before its first step. */
  private void saved(String... masters) throws Exception {
    cluster.save(
        hosts.file(SmallImage.NAME, masters),
        new RunningImage(SmallImage.NAME, "sha256:0", "v1.20.2", Optional.empty(), List.of()));
  }

  /** What is planned so that only these masters stay: actions by step. */
  private Map<String, String> plan(String... masters) throws Exception {
    return plan(hosts.file(SmallImage.NAME, masters));
  }

  private Map<String, String> plan(Clusterfile wanted) throws Exception {
    return plan(RunRequest.of(wanted).removingHosts());
  }

  private Map<String, String> plan(RunRequest request) throws Exception {
    Path agent = Files.writeString(directory.resolve("agent.tar.gz"), "never sent");
    RunEnvironment environment = cluster.environment().withAgentArchive(agent);
    try (ClusterRun run =
        new ClusterRunner(environment, ProviderListener.NONE)
            .prepare(request, EventListener.NONE)) {
      return run.plan().steps().stream()
          .map(PlannedStep::step)
          .collect(Collectors.toMap(step -> step.id(), step -> step.action()));
    }
  }

  @Test
  void the_only_master_with_the_state_cannot_leave_before_another_has_joined() throws Exception {
    saved(first, second, third);
    hosts.remember(first, NAME, "1-abc", first);

    assertThatThrownBy(() -> plan(second, third))
        .isInstanceOfSatisfying(
            RunException.Invalid.class,
            refused ->
                assertThat(refused.hint()).contains("run the same scale-up again, then remove it"))
        .hasMessage(
            "no master that would stay has the cluster's state yet: only %s has".formatted(first));
    assertThat(hosts.asked(first)).containsExactly("whose");
    assertThat(home().clusterfile().orElseThrow().cluster().masters()).hasSize(3);
  }

  @Test
  void a_master_that_has_joined_leads_and_nobody_founds_a_second_etcd() throws Exception {
    saved(first, third, second);
    hosts.remember(first, NAME, "", first);
    hosts.remember(second, NAME, "", second);

    assertThat(plan(third, second))
        .containsEntry(third + "/etcd", "join etcd")
        .containsEntry(first + "/leave", "leave the cluster")
        .containsKey(second + "/leader");
  }

  @Test
  void a_dead_master_that_may_have_the_only_state_does_not_leave() throws Exception {
    saved(RememberingHosts.DEAD, second);

    assertThatThrownBy(() -> plan(second))
        .isInstanceOfSatisfying(
            RunException.Invalid.class,
            refused -> assertThat(refused.hint()).contains("bring it back", "sealer delete"))
        .hasMessageContaining(RememberingHosts.DEAD + ", which may have it, cannot be asked");
  }

  @Test
  void a_master_that_was_forgotten_does_not_come_back_with_the_etcd_that_it_had() throws Exception {
    saved(first);
    hosts.remember(first, NAME, "", first);
    hosts.remember(second, NAME, "", first, second);

    assertThatThrownBy(() -> plan(first, second))
        .isInstanceOfSatisfying(
            RunException.PreflightFailed.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(p -> p.host() + ": " + p.problem() + "; " + p.hint())
                    .singleElement()
                    .asString()
                    .startsWith(second + ": it was in a cluster of this name")
                    .endsWith("sealer delete %s --hosts %s".formatted(NAME, second)));
  }

  @Test
  void a_worker_with_certificates_of_a_former_cluster_does_not_join_and_one_of_this_cluster_does()
      throws Exception {
    Clusterfile wanted =
        ClusterFlags.NONE
            .withImage(SmallImage.NAME)
            .withHosts(first, second + "," + third)
            .withSsh(hosts.ssh())
            .toClusterfile();
    saved(first);
    hosts.remember(first, NAME, "", Optional.of("new"), List.of(first));
    hosts.remember(second, NAME, "", Optional.of("former"), List.of());
    hosts.remember(third, NAME, "", Optional.of("new"), List.of());

    assertThatThrownBy(() -> plan(wanted))
        .isInstanceOfSatisfying(
            RunException.PreflightFailed.class,
            refused ->
                assertThat(refused.problems())
                    .extracting(HostProblem::host)
                    .containsExactly(second));
  }

  @Test
  void a_master_that_another_cluster_has_now_may_have_had_the_only_state() throws Exception {
    saved(first, second);
    hosts.remember(first, "stage", "", first);

    assertThatThrownBy(() -> plan(second))
        .isInstanceOf(RunException.Invalid.class)
        .hasMessageContaining(first + ", which may have it, cannot be asked");
  }

  @Test
  void a_dead_worker_holds_nobody_up_who_says_so_and_stays_a_host_of_the_cluster()
      throws Exception {
    Clusterfile wanted =
        ClusterFlags.NONE
            .withImage(SmallImage.NAME)
            .withHosts(first, second + "," + RememberingHosts.DEAD)
            .withSsh(hosts.ssh())
            .toClusterfile();

    assertThatThrownBy(() -> plan(RunRequest.of(wanted).ignoring(Set.of("all"))))
        .isInstanceOf(RunException.PreflightFailed.class)
        .hasMessageContaining(RememberingHosts.DEAD);
    assertThat(plan(RunRequest.of(wanted).ignoring(Set.of("ssh"))))
        .containsKeys(first + "/etcd", second + "/node")
        .allSatisfy((step, _) -> assertThat(step).doesNotContain(RememberingHosts.DEAD));
  }

  @Test
  void a_dead_master_leaves_when_another_has_the_state() throws Exception {
    saved(RememberingHosts.DEAD, second);
    hosts.remember(second, NAME, "", RememberingHosts.DEAD, second);

    assertThat(plan(second)).containsKey(RememberingHosts.DEAD + "/leave");
  }

  @Test
  void a_master_that_never_came_to_etcd_leaves_and_the_others_found_the_cluster() throws Exception {
    saved(first, second, third);
    hosts.remember(first, NAME, "");

    assertThat(plan(second, third))
        .containsEntry(second + "/etcd", "start etcd")
        .containsEntry(third + "/etcd", "start etcd");
  }
}
