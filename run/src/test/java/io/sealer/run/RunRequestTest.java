package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.preflight.HostProblem;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunRequestTest {
  private static final HostProblem PORT =
      HostProblem.fatal("10.0.0.2", "port", "port 6443 is in use", "stop it");
  private static final HostProblem SSH =
      HostProblem.fatal("10.0.0.2", "ssh", "no answer", "start it");

  private static final Set<String> NOBODY = Set.of();

  private static RunRequest ignoring(String... checks) {
    return RunRequest.of(Clusterfile.of(Cluster.named("c"))).ignoring(Set.of(checks));
  }

  @Test
  void what_a_check_finds_is_only_told_when_the_user_wants_to_ignore_it() {
    assertThat(ignoring("disk").judged(PORT, NOBODY)).isEqualTo(PORT);
    HostProblem told = ignoring("port").judged(PORT, NOBODY);
    assertThat(told.fatal()).isFalse();
    assertThat(told.problem()).isEqualTo("port 6443 is in use (ignored)");
  }

  @Test
  void nobody_can_run_on_hosts_that_are_not_reached() {
    assertThat(ignoring("all").judged(PORT, NOBODY).fatal()).isFalse();
    assertThat(ignoring("all", "ssh").judged(SSH, NOBODY)).isEqualTo(SSH);
  }

  @Test
  void a_worker_that_is_not_reached_is_left_out_only_when_that_is_said() {
    Set<String> workers = Set.of(SSH.host());

    assertThat(ignoring("all").judged(SSH, workers)).isEqualTo(SSH);
    HostProblem told = ignoring("ssh").judged(SSH, workers);
    assertThat(told.fatal()).isFalse();
    assertThat(told.problem()).isEqualTo("no answer (left out of this run)");
    assertThat(told.hint()).isEqualTo("the next run that reaches it catches up");
    assertThat(ignoring("ssh").judged(SSH, Set.of("10.0.0.9"))).isEqualTo(SSH);
  }
}
