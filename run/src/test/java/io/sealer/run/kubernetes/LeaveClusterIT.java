package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Executor;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.StepsFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class LeaveClusterIT {
  private static final String NAME = "prod";
  private static final String BUDGET =
      "Cannot evict pod as it would violate the pod's disruption budget.";

  @TempDir Path directory;
  private LeavingCluster cluster;
  private String other;

  @BeforeEach
  void start() throws Exception {
    cluster = new LeavingCluster(directory);
    other = cluster.other();
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private Step step(String address, String role) {
    var host = new ClusterHost(address, List.of(role), Ssh.NOTHING, Map.of(), Map.of(), List.of());
    String master = cluster.master();
    var view = new ClusterView(master);
    var leave = new LeaveCluster(host, NAME, new Etcdctl(master), List.of(master), view);
    return Step.of(address, "leave", "leave the cluster", List.of(), "1", leave);
  }

  /** Why a host has to leave yet; empty when it has left. */
  private Optional<String> reason(String address, String role) throws Exception {
    return plan(address, role).steps().getFirst().reason();
  }

  private Plan plan(String address, String role) throws Exception {
    return new Planner(cluster).plan(List.of(step(address, role)));
  }

  private void leave(String address, String role) throws Exception {
    Plan plan = plan(address, role);
    assertThat(plan.nothingToDo()).isFalse();
    new Executor(cluster, EventListener.NONE).apply(plan);
    assertThat(reason(address, role)).isEmpty();
  }

  /** A host that has joined, its kubelet alive or not. */
  private void joined(String address, boolean ready) {
    cluster.nodes.put(address, ready);
    cluster.owners.put(address, NAME);
  }

  private static String node(String address) {
    return LeavingCluster.name(address);
  }

  @Test
  void a_master_leaves_in_order() throws Exception {
    joined(other, true);
    cluster.members.add(other);

    leave(other, "master");

    assertThat(cluster.done)
        .containsExactly(
            "cordon " + node(other),
            "drain " + node(other),
            "remove member " + other,
            "delete node " + node(other),
            "clean " + other);
  }

  @Test
  void a_dead_master_that_never_became_a_node_is_taken_out_of_etcd() throws Exception {
    cluster.members.add(LeavingCluster.DEAD);
    assertThat(reason(LeavingCluster.DEAD, "master")).contains("etcd counts it among its members");

    leave(LeavingCluster.DEAD, "master");

    assertThat(cluster.done).containsExactly("remove member " + LeavingCluster.DEAD);
  }

  @Test
  void silence_of_the_api_server_is_not_taken_for_a_host_that_has_left() throws Exception {
    cluster.nodes.put(LeavingCluster.DEAD, false);
    cluster.silence.set(4);

    assertThat(reason(LeavingCluster.DEAD, "node")).contains("the API server does not answer");
    leave(LeavingCluster.DEAD, "node");

    assertThat(cluster.silence).hasValue(0);
    assertThat(cluster.done)
        .containsExactly(
            "cordon " + node(LeavingCluster.DEAD), "delete node " + node(LeavingCluster.DEAD));
  }

  @Test
  void pods_of_a_host_without_a_kubelet_are_not_waited_for() throws Exception {
    joined(other, false);

    leave(other, "node");

    assertThat(cluster.done)
        .containsExactly("cordon " + node(other), "delete node " + node(other), "clean " + other);
  }

  @Test
  void pods_that_a_budget_keeps_are_told_with_what_to_do() throws Exception {
    joined(other, true);
    cluster.members.add(other);
    cluster.obstacle = "evicting pod default/web-0\n" + BUDGET + "\n";
    Plan plan = plan(other, "master");

    var failed =
        catchThrowableOfType(
            StepsFailed.class, () -> new Executor(cluster, EventListener.NONE).apply(plan));

    StepFailure failure = failed.failures().getFirst();
    assertThat(failure.problem()).isEqualTo("its pods do not go: " + BUDGET);
    assertThat(failure.output()).endsWith("evicting pod default/web-0", BUDGET);
    assertThat(failure.hint()).contains("PodDisruptionBudget", "the same command", "kubelet");
    assertThat(cluster.done).containsExactly("cordon " + node(other), "drain " + node(other));
  }

  @Test
  void a_host_whose_kubelet_dies_while_it_is_drained_leaves_all_the_same() throws Exception {
    joined(other, true);
    cluster.obstacle = "error: drain did not complete within 2m0s\n";
    cluster.dies = true;

    leave(other, "node");

    assertThat(cluster.done)
        .containsSubsequence(
            "drain " + node(other), "delete node " + node(other), "clean " + other);
  }

  @Test
  void a_host_that_another_cluster_has_now_is_forgotten_and_stays_as_it_is() throws Exception {
    cluster.nodes.put(other, false);
    cluster.owners.put(other, "stage");

    leave(other, "node");

    assertThat(cluster.done).containsExactly("cordon " + node(other), "delete node " + node(other));
    assertThat(cluster.owners).containsEntry(other, "stage");
  }

  @Test
  void the_last_member_of_etcd_stays() throws Exception {
    joined(other, true);
    cluster.members.clear();
    cluster.members.add(other);
    Plan plan = plan(other, "master");

    var failed =
        catchThrowableOfType(
            StepsFailed.class, () -> new Executor(cluster, EventListener.NONE).apply(plan));

    assertThat(failed.failures().getFirst().problem()).contains("last member of etcd");
    assertThat(cluster.members).containsExactly(other);
  }
}
