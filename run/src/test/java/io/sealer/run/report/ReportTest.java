package io.sealer.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.engine.Event;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ReportTest {
  private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Work NOTHING =
      new Work() {
        @Override
        public Optional<String> check(StepContext at) {
          return Optional.empty();
        }

        @Override
        public void run(StepContext at) {}
      };

  private static Step step(String host, String name, String... needs) {
    return Step.of(host, name, "do <" + name + ">", List.of(needs), "1", NOTHING);
  }

  private static void run(RunRecorder into, Step step, int start, int end) {
    into.on(new Event.Started(ZERO.plusSeconds(start), step, "because"));
    into.on(new Event.Progress(ZERO.plusSeconds(start), step, 5_000_000, 0));
    Duration took = Duration.ofSeconds((long) end - start);
    into.on(new Event.Done(ZERO.plusSeconds(end), step, took, List.of()));
  }

  private static RunRecorder sample() {
    var recorder = new RunRecorder();
    run(recorder, step("a", "one"), 0, 4);
    run(recorder, step("a", "two"), 1, 2);
    run(recorder, step("b", "slow", "a/one", "a/two"), 4, 9);
    Step failing = step("a", "bad");
    recorder.on(new Event.Started(ZERO.plusSeconds(5), failing, ""));
    StepFailure failure = StepFailure.of(failing, "it \"broke\"", "mend it");
    recorder.on(new Event.Failed(ZERO.plusSeconds(6), failing, Duration.ofSeconds(1), failure));
    return recorder;
  }

  @Test
  void the_critical_path_goes_back_from_the_last_step_through_its_latest_needs() {
    assertThat(sample().criticalPath()).containsExactly("a/one", "b/slow");
    assertThat(new RunRecorder().criticalPath()).isEmpty();
  }

  @Test
  void a_trace_has_a_process_for_each_host_and_lanes_for_what_runs_together() {
    JsonNode events = Json.parse(TraceFile.text(sample())).path("traceEvents");

    List<JsonNode> complete =
        events.values().stream().filter(e -> e.path("ph").asString().equals("X")).toList();
    assertThat(complete).hasSize(4);
    assertThat(complete.getFirst().path("dur").asLong()).isEqualTo(4_000_000);
    assertThat(complete.get(1).path("tid").asInt()).isEqualTo(1);
    assertThat(complete.get(2).path("pid").asInt()).isEqualTo(2);
    assertThat(complete.get(3).path("args").path("problem").asString()).isEqualTo("it \"broke\"");
    assertThat(events.values().stream().filter(e -> e.path("ph").asString().equals("M")))
        .hasSize(2);
  }

  @Test
  void a_page_needs_nothing_else_and_shows_no_markup_of_others() {
    String page = TimelinePage.text("run of <x>", sample());

    assertThat(page)
        .startsWith("<!doctype html>")
        .contains("run of &lt;x&gt;", "do &lt;one&gt;", "it &quot;broke&quot;", "4 steps in 9.0 s")
        .doesNotContain("do <one>", "http://", "https://", "<script", "src=");
    assertThat(page.split("critical\"", -1)).hasSize(3);
  }

  @Test
  void a_run_without_steps_has_a_page_too() {
    assertThat(TimelinePage.text("nothing", new RunRecorder())).contains("0 steps");
    assertThat(Json.parse(TraceFile.text(new RunRecorder())).path("traceEvents")).isEmpty();
  }
}
