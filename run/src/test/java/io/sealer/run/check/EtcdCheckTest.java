package io.sealer.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.kubernetes.Etcdctl.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EtcdCheckTest {
  private static final List<String> MASTERS = List.of("10.0.0.1", "10.0.0.2");

  private static Member member(String address, boolean learner) {
    return new Member("8e9e05c52164694d", !learner, "m", "https://" + address + ":2380", learner);
  }

  private static List<String> told(Member... members) {
    return EtcdCheck.judge(List.of(members), MASTERS).stream()
        .map(f -> f.host() + " " + f.level().text() + ": " + f.message())
        .toList();
  }

  @Test
  void masters_with_a_vote_are_well() {
    assertThat(told(member("10.0.0.1", false), member("10.0.0.2", false)))
        .containsExactly("- ok: 2 members, all of them masters with a vote");
  }

  @Test
  void a_member_that_is_no_master_is_told_with_what_takes_it_out() {
    Member stranger = member("10.0.0.4", true);

    assertThat(told(member("10.0.0.1", false), stranger))
        .containsExactly(
            "- fail: https://10.0.0.4:2380 is a member and no master of the cluster as this machine"
                + " knows it");
    assertThat(EtcdCheck.judge(List.of(stranger), MASTERS).getFirst().hint())
        .contains("sealer adopt", "etcdctl member remove " + stranger.id());
  }

  @Test
  void a_master_that_stays_a_learner_is_told() {
    assertThat(told(member("10.0.0.1", false), member("10.0.0.2", true)))
        .containsExactly("10.0.0.2 warn: it is a learner, which has no vote");
  }
}
