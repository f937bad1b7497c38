package io.sealer.run.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.StepsFailed;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoveAppTest {
  private static final AppRecord SEED =
      new AppRecord(
          "seed",
          "commands",
          "mysql-app:8",
          "1",
          "",
          "/data/prod/apps/mysql-app",
          List.of(),
          List.of("bash undo.sh"));

  private final FakeKubernetes cluster = new FakeKubernetes();
  private final RemoveApp removal = new RemoveApp("prod", SEED, Path.of("cache"));

  @Test
  void commands_that_remove_an_application_run_and_it_is_forgotten() throws Exception {
    cluster.remember(SEED);

    OneHost.apply(cluster, "remove-seed", removal);

    assertThat(cluster.ran()).contains("bash undo.sh");
    assertThat(new AppRecords(cluster).all()).isEmpty();
  }

  @Test
  void a_master_without_the_files_says_so_and_what_to_do() throws Exception {
    cluster.remember(SEED);
    cluster.failing("test -d");

    StepFailure failure = OneHost.failure(cluster, "remove-seed", removal);

    assertThat(failure.problem()).contains("seed", "/data/prod/apps/mysql-app is missing");
    assertThat(failure.hint()).contains("sealer run mysql-app:8 --cluster-name prod");
    assertThat(cluster.ran()).doesNotContain("bash undo.sh");
    assertThat(new AppRecords(cluster).all()).containsExactly(SEED);
  }

  @Test
  void an_application_does_not_count_as_gone_when_the_cluster_cannot_be_asked() {
    cluster.remember(SEED);
    cluster.failing("kubectl get configmaps");
    Step step = Step.of("m1", "remove-seed", "remove seed", List.of(), "1", removal);

    assertThatThrownBy(() -> new Planner(new OneHost(cluster)).plan(List.of(step)))
        .isInstanceOf(StepsFailed.class);
  }
}
