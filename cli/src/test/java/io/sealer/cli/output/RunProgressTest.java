package io.sealer.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.engine.Event;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  private static final Work NOTHING =
      new Work() {
        @Override
        public Optional<String> check(StepContext at) {
          return Optional.empty();
        }

        @Override
        public void run(StepContext at) {}
      };

  @Test
  void a_warning_that_every_host_gives_is_told_once() {
    var told = new StringWriter();
    var console =
        new Console(new PrintWriter(new StringWriter()), new PrintWriter(told, true), false, false);
    var progress = new RunProgress(console);

    for (String host : List.of("10.0.0.1", "10.0.0.2")) {
      Step step = Step.of(host, "kubelet", "configure the kubelet", List.of(), "1", NOTHING);
      var warnings = List.of("KubeletConfiguration has no field 'x'");
      progress.on(new Event.Done(Instant.now(), step, Duration.ofSeconds(2), warnings));
    }

    assertThat(told.toString().lines())
        .hasSize(3)
        .filteredOn(line -> line.contains("warning: KubeletConfiguration has no field 'x'"))
        .singleElement()
        .asString()
        .contains("10.0.0.1");
  }
}
