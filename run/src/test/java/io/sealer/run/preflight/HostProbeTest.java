package io.sealer.run.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HostProbeTest {
  @Test
  void a_host_that_another_does_not_reach_prevents_the_run() {
    assertThat(HostProbe.judge("10.0.0.3", List.of("unreached 10.0.0.2")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.fatal()).isTrue();
              assertThat(problem.problem()).isEqualTo("it does not reach 10.0.0.2");
            });
  }

  @Test
  void ports_that_a_firewall_closes_are_told_together_with_who_needs_them() {
    var lines = List.of("blocked 10.0.0.1 6443", "blocked 10.0.0.1 2380", "blocked 10.0.0.2 5051");

    assertThat(HostProbe.judge("10.0.0.3", lines))
        .allMatch(HostProblem::fatal)
        .extracting(HostProblem::problem)
        .containsExactly(
            "a firewall keeps it from ports 6443, 2380 of 10.0.0.1",
            "a firewall keeps it from port 5051 of 10.0.0.2");
  }

  @Test
  void a_disk_that_needs_more_than_ten_milliseconds_a_write_is_told() {
    assertThat(HostProbe.judge("10.0.0.2", List.of("writes 1000000000 1500000000")))
        .extracting(HostProblem::fatal, HostProblem::problem)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, "a safe write to the disk takes 25 ms"));
    assertThat(HostProbe.judge("10.0.0.2", List.of("writes 1000000000 1100000000"))).isEmpty();
  }

  @Test
  void a_host_whose_clock_has_no_nanoseconds_is_not_judged() {
    assertThat(HostProbe.judge("10.0.0.2", List.of("writes %N 15N", ""))).isEmpty();
  }
}
