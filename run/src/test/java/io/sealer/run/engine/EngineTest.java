package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTest {
  private final SimulatedCluster cluster = new SimulatedCluster();

  @Test
  void a_second_apply_has_nothing_to_do() throws Exception {
    apply();

    assertThat(plan().describe()).isEqualTo("nothing to do");
    assertThat(cluster.ran).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void killed_at_every_boundary_the_next_run_converges() throws Exception {
    int boundaries = 16 * 3;
    for (int at = 1; at <= boundaries; at++) {
      var killed = new SimulatedCluster();
      killed.killAt = at;
      List<Step> steps = killed.oneMasterTwoWorkers();
      Plan first = new Planner(killed).plan(steps);
      assertThatThrownBy(() -> new Executor(killed, EventListener.NONE).apply(first))
          .isInstanceOf(StepsFailed.class);

      killed.killAt = Integer.MAX_VALUE;
      new Executor(killed, EventListener.NONE).apply(new Planner(killed).plan(steps));

      assertThat(new Planner(killed).plan(steps).nothingToDo()).as("boundary %d", at).isTrue();
      assertThat(killed.ran).as("boundary %d", at).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_failure_skips_what_depends_on_it_and_lets_the_rest_finish() throws Exception {
    var events = new ConcurrentLinkedQueue<Event>();
    List<Step> steps = cluster.oneMasterTwoWorkers();
    List<Step> broken =
        steps.stream().map(s -> s.id().equals("w1/rootfs") ? failing(s) : s).toList();

    StepsFailed failed =
        catchThrowableOfType(
            StepsFailed.class,
            () -> new Executor(cluster, events::add).apply(new Planner(cluster).plan(broken)));

    assertThat(failed.failures()).extracting(StepFailure::step).containsExactly("w1/rootfs");
    assertThat(cluster.ran).contains("w2/join", "m/init").doesNotContain("w1/containerd", "m/apps");
    assertThat(events)
        .filteredOn(Event.Skipped.class::isInstance)
        .extracting(e -> e.step().id())
        .containsExactlyInAnyOrder("w1/containerd", "w1/join", "m/apps");
  }

  @Test
  void what_a_step_warns_of_is_told_once_it_is_done() throws Exception {
    var events = new ConcurrentLinkedQueue<Event>();
    Step step = Step.of("h", "odd", "do", List.of(), "1", new Odd());

    new Executor(cluster, events::add).apply(new Planner(cluster).plan(List.of(step)));

    assertThat(events)
        .extracting(EventJson::line)
        .last()
        .asString()
        .contains("\"warnings\":[\"odd\"]");
  }

  /** Warns twice of the same. */
  private static final class Odd implements Work {
    private boolean ran;

    @Override
    public Optional<String> check(StepContext at) {
      return ran ? Optional.empty() : Optional.of("new");
    }

    @Override
    public void run(StepContext at) {
      at.warn("odd");
      at.warn("odd");
      ran = true;
    }
  }

  @Test
  void a_plan_counts_what_is_to_be_sent_to_each_host_once() throws Exception {
    var layer = new Freight("layer", 700);
    var image = new Freight("image", 30);
    List<Step> steps =
        List.of(
            Step.of("h", "first", "send", List.of(), "1", new Sending(List.of(layer))),
            Step.of("h", "all", "send", List.of(), "1", new Sending(List.of(layer, image))),
            Step.of("i", "all", "send", List.of(), "1", new Sending(List.of(image))),
            Step.of("i", "done", "send", List.of(), "1", new Done(layer)));

    Plan plan = new Planner(cluster).plan(steps);

    assertThat(plan.bytes()).isEqualTo(700 + 30 + 30);
    assertThat(plan.describe()).endsWith("3 steps on 2 hosts, 0.0 MB to send");
    assertThat(PlanJson.document(plan).get("summary"))
        .isEqualTo(Map.of("hosts", 2L, "steps", 3, "bytes", 760L));
  }

  /** Always has the same to send. */
  private record Sending(List<Freight> freight) implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return Optional.of("new");
    }

    @Override
    public List<Freight> freight(StepContext at) {
      return freight;
    }

    @Override
    public void run(StepContext at) {}
  }

  /** Is done, and so has nothing to send any more. */
  private record Done(Freight sent) implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return Optional.empty();
    }

    @Override
    public List<Freight> freight(StepContext at) {
      return List.of(sent);
    }

    @Override
    public void run(StepContext at) {}
  }

  @Test
  void a_step_that_has_no_effect_fails() throws Exception {
    Step lazy = Step.of("h", "lazy", "do nothing", List.of(), "1", new Lazy());

    assertThatThrownBy(
            () ->
                new Executor(cluster, EventListener.NONE)
                    .apply(new Planner(cluster).plan(List.of(lazy))))
        .hasMessageContaining("h: lazy: ran without an error, but it never is");
  }

  @Test
  void a_proof_runs_again_when_anything_changes_that_it_proves() throws Exception {
    Step change = cluster.step("h", "change");
    Step proof = Step.of("h", "proof", "prove it", List.of("h/change"), "1", new Proof());

    assertThat(new Planner(cluster).plan(List.of(change, proof)).todo()).hasSize(2);
    cluster.state.put("h/change", "1");
    assertThat(new Planner(cluster).plan(List.of(change, proof)).nothingToDo()).isTrue();
  }

  @Test
  void a_circle_of_needs_is_refused_and_named() {
    List<Step> steps = List.of(cluster.step("h", "a", "h/b"), cluster.step("h", "b", "h/a"));

    assertThatThrownBy(() -> new Planner(cluster).plan(steps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps need each other in a circle: [h/a, h/b]");
  }

  @Test
  void an_unknown_need_is_refused() {
    assertThatThrownBy(() -> new Planner(cluster).plan(List.of(cluster.step("h", "a", "h/x"))))
        .hasMessage("h/a needs h/x, which there is not");
  }

  @Test
  void events_are_json_lines_of_the_contract() {
    Step step = cluster.step("10.0.0.2", "rootfs");
    StepFailure failure = StepFailure.of(step, "disk full", "make room", List.of("No space left"));
    var event =
        new Event.Failed(
            java.time.Instant.parse("2026-01-01T00:00:00Z"),
            step,
            java.time.Duration.ofMillis(1500),
            failure);

    assertThat(EventJson.line(event))
        .isEqualTo(
            "{\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"failed\",\"host\":\"10.0.0.2\","
                + "\"step\":\"10.0.0.2/rootfs\",\"seconds\":1.5,\"error\":{\"message\":\"disk full\","
                + "\"output\":[\"No space left\"],\"hint\":\"make room\"}}");
  }

  @Test
  void a_line_that_a_crash_tore_does_not_spoil_the_journal(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("journal.jsonl");
    try (var journal = Journal.open(file, "r1")) {
      new Executor(cluster, journal).apply(plan());
    }
    Files.writeString(file, "{\"run\":\"r2\",\"ti", StandardOpenOption.APPEND);

    assertThat(Journal.read(file)).hasSize(32);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void the_time_line_shows_every_step_that_ran() throws Exception {
    var timeline = new Timeline();
    new Executor(cluster, timeline).apply(plan());

    assertThat(timeline.spans()).hasSize(16);
    assertThat(timeline.table()).startsWith("HOST").contains("containerd");
  }

  private Plan plan() throws Exception {
    return new Planner(cluster).plan(cluster.oneMasterTwoWorkers());
  }

  private void apply() throws Exception {
    new Executor(cluster, EventListener.NONE).apply(plan());
  }

  private static Step failing(Step step) {
    return new Step(
        step.id(), step.host(), step.action(), step.needs(), step.inputs(), new Failing());
  }

  private static final class Failing implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return Optional.of("missing");
    }

    @Override
    public void run(StepContext at) throws StepFailure {
      throw at.failure("disk full", "make room");
    }
  }

  private static final class Proof implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return Optional.empty();
    }

    @Override
    public boolean proves() {
      return true;
    }

    @Override
    public void run(StepContext at) {}
  }

  private static final class Lazy implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return Optional.of("it never is");
    }

    @Override
    public void run(StepContext at) {}
  }
}
