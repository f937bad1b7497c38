package io.sealer.run.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KubeletProbeTest {
  @Test
  void hundreds_of_closed_hosts_are_one_warning() {
    List<String> lines =
        IntStream.range(1, 300).mapToObj(i -> "blocked 10.0.1." + i + " 10250").toList();

    assertThat(KubeletProbe.judge("10.0.0.1", lines))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.fatal()).isFalse();
              assertThat(problem.problem())
                  .startsWith("it does not reach port 10250 of 10.0.1.1, ")
                  .endsWith("10.0.1.5 and 294 more");
            });
  }

  @Test
  void who_is_reached_is_not_spoken_of() {
    assertThat(KubeletProbe.judge("10.0.0.1", List.of())).isEmpty();
  }
}
