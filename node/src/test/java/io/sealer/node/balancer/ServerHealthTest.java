package io.sealer.node.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.balancer.ServerHealth.State;
import io.sealer.node.balancer.Verdict.Kind;
import org.junit.jupiter.api.Test;

class ServerHealthTest {
  private static final long SECOND = 1_000_000_000L;
  private final ServerHealth health = new ServerHealth();

  private State seen(Kind kind, double seconds) {
    return health.seen(new Verdict(kind, "because"), (long) (seconds * SECOND));
  }

  @Test
  void a_server_is_used_from_the_first_look_that_finds_it_ready() {
    assertThat(health.state()).isEqualTo(State.ASIDE);
    assertThat(seen(Kind.READY, 0)).isEqualTo(State.IN);
  }

  @Test
  void a_dead_server_is_out_at_once_and_must_be_ready_twice_to_come_back() {
    seen(Kind.READY, 0);
    assertThat(seen(Kind.DEAD, 1)).isEqualTo(State.OUT);
    assertThat(seen(Kind.READY, 2)).isEqualTo(State.OUT);
    assertThat(seen(Kind.READY, 3)).isEqualTo(State.IN);
  }

  @Test
  void a_server_that_says_it_is_not_ready_keeps_its_connections() {
    seen(Kind.READY, 0);
    assertThat(seen(Kind.REFUSES, 1)).isEqualTo(State.ASIDE);
  }

  @Test
  void a_slow_server_steps_aside_after_two_seconds_and_is_out_after_ten() {
    seen(Kind.READY, 0);
    assertThat(seen(Kind.SLOW, 1)).isEqualTo(State.IN);
    assertThat(seen(Kind.SLOW, 2.9)).isEqualTo(State.IN);
    assertThat(seen(Kind.SLOW, 3)).isEqualTo(State.ASIDE);
    assertThat(seen(Kind.SLOW, 10.9)).isEqualTo(State.ASIDE);
    assertThat(seen(Kind.SLOW, 11)).isEqualTo(State.OUT);
  }

  @Test
  void one_answer_in_time_forgives_slowness() {
    seen(Kind.READY, 0);
    seen(Kind.SLOW, 1);
    seen(Kind.READY, 2);
    assertThat(seen(Kind.SLOW, 3)).isEqualTo(State.IN);
    assertThat(seen(Kind.SLOW, 4.5)).isEqualTo(State.IN);
  }
}
