package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EtcdMembersTest {
  private static final String FIRST = "10.0.0.1";
  private static final String SECOND = "10.0.0.2";
  private static final String THIRD = "10.0.0.3";

  /** With the second and the third as the masters that are wanted. */
  private static EtcdMembers of(Map<String, List<String>> told) {
    return EtcdMembers.of(KubernetesStepsTest.cluster(List.of(SECOND, THIRD)).masters(), told);
  }

  @Test
  void all_masters_found_it_when_nobody_has() {
    EtcdMembers etcd = of(Map.of(FIRST, List.of()));

    assertThat(etcd.founded()).isFalse();
    assertThat(etcd.founders()).containsExactly(SECOND, THIRD);
    assertThat(etcd.started()).isEmpty();
  }

  @Test
  void nobody_founds_another_while_a_master_that_leaves_has_one() {
    EtcdMembers etcd = of(Map.of(FIRST, List.of(FIRST)));

    assertThat(etcd.founded()).isTrue();
    assertThat(etcd.founders()).isEmpty();
    assertThat(etcd.started()).containsExactly(FIRST);
    assertThat(etcd.joins(SECOND)).isTrue();
  }

  @Test
  void whom_only_a_master_that_leaves_still_counts_among_the_founders_joins() {
    EtcdMembers etcd =
        of(Map.of(FIRST, List.of(FIRST, SECOND, THIRD), SECOND, List.of(FIRST, SECOND)));

    assertThat(etcd.founders()).containsExactly(FIRST, SECOND);
    assertThat(etcd.joins(THIRD)).isTrue();
  }

  @Test
  void a_founder_that_has_not_come_so_far_has_not_started() {
    EtcdMembers etcd = of(Map.of(SECOND, List.of(SECOND, THIRD), THIRD, List.of()));

    assertThat(etcd.founders()).containsExactly(SECOND, THIRD);
    assertThat(etcd.started()).containsExactly(SECOND);
  }
}
