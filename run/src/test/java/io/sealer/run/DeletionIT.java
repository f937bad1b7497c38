package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.SimulatedHosts.Answer;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.Revision;
import io.sealer.run.state.RunningImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters are removed whose hosts others may have by now; the machines are only simulated. */
@SuppressWarnings("NullAway.Init")
class DeletionIT {
  private static final String NAME = RememberedCluster.NAME;
  private static final String FORGET = "forget the ledger";
  private static final RunningImage IMAGE =
      new RunningImage("a:1", "sha256:0", "v1.20.2", Optional.empty(), List.of());

  @TempDir Path directory;
  private RememberedCluster cluster;
  private RememberingHosts hosts;
  private String first;
  private String second;

  @BeforeEach
  void start() throws Exception {
    cluster = RememberedCluster.of(directory, 2, (address, script) -> new Answer("other", "", 0));
    hosts = cluster.hosts();
    first = hosts.address(0);
    second = hosts.address(1);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private ClusterHome home() {
    return cluster.home();
  }

  /** What this machine remembers; answers the revision that a run with this would record next. */
  private Revision saved(Revision known, String... masters) throws Exception {
    Clusterfile file = hosts.file(IMAGE.name(), masters);
    cluster.save(file, IMAGE);
    home().remember(known);
    return home().record(file, IMAGE).revision();
  }

  private DeleteResult delete(UnaryOperator<DeleteRequest> how) throws Exception {
    DeleteRequest request = how.apply(DeleteRequest.of(NAME).withSsh(hosts.ssh()));
    return new ClusterRunner(cluster.environment(), ProviderListener.NONE)
        .delete(request, EventListener.NONE);
  }

  private void assertRefused(UnaryOperator<DeleteRequest> how, String check, String... texts) {
    assertThatThrownBy(() -> delete(how))
        .isInstanceOfSatisfying(
            RunException.PreflightFailed.class,
            refused -> {
              assertThat(refused.problems()).extracting(HostProblem::check).containsExactly(check);
              HostProblem problem = refused.problems().getFirst();
              assertThat(problem.host() + ": " + problem.problem() + "; " + problem.hint())
                  .contains(texts);
            });
    assertThat(home().directory()).exists();
    for (String host : List.of(first, second)) {
      assertThat(hosts.asked(host)).doesNotContain("lock", FORGET);
    }
  }

  @Test
  void a_cluster_is_removed_from_its_hosts() throws Exception {
    saved(new Revision(3, "abc"), first, second);
    hosts.remember(first, NAME, "3-abc", first);
    hosts.remember(second, NAME, "3-abc", second);

    assertThat(delete(r -> r)).isEqualTo(new DeleteResult(NAME, List.of(first, second), List.of()));
    assertThat(hosts.asked(first)).contains("lock", FORGET);
    assertThat(hosts.asked(second)).contains("lock", FORGET);
    assertThat(home().directory()).doesNotExist();
  }

  @Test
  void a_cluster_of_which_no_host_is_reached_is_forgotten_when_that_is_wanted() throws Exception {
    saved(Revision.NONE, RememberingHosts.DEAD);

    assertRefused(r -> r, "ssh", RememberingHosts.DEAD);
    assertThat(delete(DeleteRequest::forgettingUnreachable))
        .isEqualTo(new DeleteResult(NAME, List.of(), List.of(RememberingHosts.DEAD)));
    assertThat(home().directory()).doesNotExist();
  }

  @Test
  void a_host_that_belongs_to_another_cluster_now_is_never_cleaned() throws Exception {
    saved(new Revision(3, "abc"), first, second);
    hosts.remember(first, NAME, "3-abc", first);
    hosts.remember(second, "stage", "9-def", second);

    assertRefused(
        r -> r,
        "cluster",
        second + ": it belongs to cluster stage",
        "sealer delete stage",
        "--forget-unreachable");
    assertThat(delete(DeleteRequest::forgettingUnreachable))
        .isEqualTo(new DeleteResult(NAME, List.of(first), List.of(second)));
    assertThat(hosts.asked(first)).contains(FORGET);
    assertThat(hosts.asked(second)).doesNotContain("lock", FORGET);
  }

  @Test
  void a_cluster_that_another_machine_has_changed_is_not_removed_before_that_is_known()
      throws Exception {
    saved(new Revision(3, "abc"), first, second);
    hosts.remember(first, NAME, "3-abc", first);
    hosts.remember(second, NAME, "4-def", second);

    String[] told = {
      second + ": the cluster was changed from another machine", "sealer adopt " + second
    };
    assertRefused(r -> r, "state", told);
    assertRefused(DeleteRequest::forgettingUnreachable, "state", told);
  }

  @Test
  void a_host_that_was_forgotten_is_cleaned_alone_and_the_cluster_stays() throws Exception {
    saved(new Revision(3, "abc"), first);
    hosts.remember(first, NAME, "3-abc", first);
    hosts.remember(second, NAME, "2-abc", first, second);

    assertThat(delete(r -> r.ofStrays(List.of(second))))
        .isEqualTo(new DeleteResult(NAME, List.of(second), List.of()));
    assertThat(hosts.asked(second)).contains("lock", FORGET);
    assertThat(hosts.asked(first)).isEmpty();
    assertThat(home().directory()).exists();
  }

  @Test
  void a_forgotten_host_is_cleaned_also_when_nobody_knows_the_cluster_any_more() throws Exception {
    hosts.remember(second, NAME, "2-abc", first, second);

    assertThat(delete(r -> r.ofStrays(List.of(second))).hosts()).containsExactly(second);
    assertThat(hosts.asked(second)).contains(FORGET);
  }

  @Test
  void no_host_of_the_cluster_and_none_of_another_is_cleaned_as_forgotten() throws Exception {
    saved(new Revision(3, "abc"), first);
    hosts.remember(first, NAME, "3-abc", first);
    hosts.remember(second, "stage", "2-abc", second);

    assertThatThrownBy(() -> delete(r -> r.ofStrays(List.of(first))))
        .isInstanceOf(RunException.Invalid.class)
        .hasMessageContaining(first + " is a host of cluster " + NAME);
    assertRefused(r -> r.ofStrays(List.of(second)), "cluster", "it belongs to cluster stage");
  }

  @Test
  void what_a_killed_run_of_this_machine_has_recorded_is_no_news() throws Exception {
    Revision begun = saved(new Revision(3, "abc"), first, second);
    hosts.remember(first, NAME, begun.toString(), first);
    hosts.remember(second, NAME, "3-abc", second);

    assertThat(delete(r -> r).hosts()).containsExactly(first, second);
  }

  @Test
  void a_removal_that_was_killed_goes_on_where_some_hosts_are_clean_already() throws Exception {
    saved(new Revision(3, "abc"), first, second);
    hosts.remember(second, NAME, "3-abc", second);

    assertThat(delete(r -> r).hosts()).containsExactly(first, second);
    assertThat(hosts.asked(first)).doesNotContain(FORGET);
    assertThat(hosts.asked(second)).contains(FORGET);
  }
}
