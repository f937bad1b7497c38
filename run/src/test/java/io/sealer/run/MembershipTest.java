package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.FlagsAgain;
import io.sealer.run.kubernetes.EtcdMembers;
import io.sealer.run.pki.Authority;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MembershipTest {
  private static final String FIRST = "10.0.0.1";
  private static final String SECOND = "10.0.0.2";
  private static final String THIRD = "10.0.0.3";

  @TempDir Path directory;

  private static Clusterfile file(String masters) {
    return ClusterFlags.NONE.withImage("a:1").withHosts(masters, "").toClusterfile();
  }

  private Membership settled(String saved, String wanted) throws Exception {
    ClusterHome home = ClusterHome.of(directory, "my-cluster").make();
    home.save(
        file(saved), new RunningImage("a:1", "sha256:0", "v1.20.2", Optional.empty(), List.of()));
    return Membership.settle(home, file(wanted), true);
  }

  private static List<String> masters(Membership members) {
    return members.file().cluster().masters().stream().map(ClusterHost::address).toList();
  }

  private static EtcdMembers etcd(Membership members, Map<String, List<String>> told) {
    return EtcdMembers.of(members.file().cluster().masters(), told);
  }

  @Test
  void the_first_master_is_one_that_has_etcd_whatever_was_saved_first() throws Exception {
    Membership members = settled(FIRST + "," + SECOND + "," + THIRD, SECOND + "," + THIRD);
    assertThat(masters(members)).containsExactly(SECOND, THIRD);

    var told = Map.of(FIRST, List.of(FIRST), THIRD, List.of(THIRD));

    assertThat(masters(members.ledBy(etcd(members, told), List.of())))
        .containsExactly(THIRD, SECOND);
  }

  @Test
  void masters_keep_their_order_while_their_first_has_etcd() throws Exception {
    Membership members = settled(SECOND + "," + FIRST, FIRST + "," + SECOND);
    var told = Map.of(FIRST, List.of(FIRST), SECOND, List.of(SECOND));

    assertThat(masters(members.ledBy(etcd(members, told), List.of())))
        .containsExactly(SECOND, FIRST);
  }

  @Test
  void a_cluster_that_nobody_has_founded_keeps_its_order() throws Exception {
    Membership members = settled(FIRST + "," + SECOND, FIRST + "," + SECOND);

    assertThat(members.ledBy(etcd(members, Map.of()), List.of())).isEqualTo(members);
  }

  @Test
  void masters_that_would_leave_with_the_only_state_are_named() throws Exception {
    Membership members = settled(FIRST + "," + SECOND + "," + THIRD, THIRD);
    var told = Map.of(FIRST, List.of(FIRST, SECOND), SECOND, List.of(FIRST, SECOND));

    assertThatThrownBy(() -> members.ledBy(etcd(members, told), List.of()))
        .isInstanceOf(RunException.Invalid.class)
        .hasMessageContaining("only %s, %s have".formatted(FIRST, SECOND));
  }

  @Test
  void a_master_that_cannot_be_asked_may_have_the_only_state() throws Exception {
    Membership members = settled(FIRST + "," + SECOND, SECOND);

    assertThatThrownBy(() -> members.ledBy(etcd(members, Map.of()), List.of(FIRST)))
        .isInstanceOf(RunException.Invalid.class)
        .hasMessageContaining(FIRST + ", which may have it, cannot be asked");
  }

  @Test
  void another_leader_is_recorded_once() throws Exception {
    ClusterHome home = ClusterHome.of(directory, "my-cluster").make();
    Authority.in(home.directory());
    var image = new RunningImage("a:1", "sha256:0", "v1.20.2", Optional.empty(), List.of());
    Clusterfile asked =
        ClusterFlags.NONE
            .withImage("a:1")
            .withHosts(FIRST + "," + SECOND + "," + THIRD, "10.0.0.9")
            .toClusterfile();
    home.save(asked, image);

    Membership once = run(home, asked, Map.of(THIRD, List.of(THIRD)));
    var record = home.record(once.file(), image);
    home.save(once.file(), image);
    home.remember(record.revision());
    var all = List.of(FIRST, SECOND, THIRD);
    Membership again = run(home, asked, Map.of(FIRST, all, SECOND, all, THIRD, all));

    assertThat(again.file()).isEqualTo(home.clusterfile().orElseThrow());
    assertThat(home.record(again.file(), image).revision()).isEqualTo(record.revision());
  }

  private static Membership run(ClusterHome home, Clusterfile asked, Map<String, List<String>> told)
      throws Exception {
    Clusterfile wanted = new FlagsAgain(asked, home.clusterfile().orElseThrow()).wanted();
    Membership members = Membership.settle(home, wanted, true);
    return members.ledBy(etcd(members, told), List.of());
  }
}
