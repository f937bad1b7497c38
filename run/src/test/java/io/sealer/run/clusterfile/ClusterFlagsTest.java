package io.sealer.run.clusterfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import org.junit.jupiter.api.Test;

final class ClusterFlagsTest {
  @Test
  void flags_alone_make_a_cluster() {
    Clusterfile file =
        ClusterFlags.NONE
            .withImage("kubernetes:v1.20.2")
            .withHosts("10.0.0.2", "10.0.0.3-10.0.0.5,10.0.0.9")
            .withSsh(Ssh.NOTHING.withPassword(Secret.of("x")))
            .toClusterfile();

    assertThat(file.incomplete()).isEmpty();
    assertThat(file.cluster().hosts())
        .extracting(ClusterHost::address)
        .containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.9");
    assertThat(file.cluster().hosts().getLast().ssh().password()).isPresent();
  }

  @Test
  void with_containers_hosts_are_counted() {
    Cluster cluster =
        ClusterFlags.NONE
            .withHosts("1", "2")
            .withProvider(ProviderKind.CONTAINER)
            .toClusterfile()
            .cluster();

    assertThat(cluster.groups()).extracting(HostGroup::count).containsExactly(1, 2);
  }

  @Test
  void an_address_given_twice_is_a_contradiction() {
    Clusterfile file =
        ClusterFlags.NONE.withImage("a").withHosts("10.0.0.2", "10.0.0.2").toClusterfile();

    assertThat(file.incomplete()).containsExactly("address 10.0.0.2 is given twice");
  }

  @Test
  void a_bad_address_names_its_flag() {
    assertThatThrownBy(() -> ClusterFlags.NONE.withHosts("10.0.0.9-10.0.0.2", "").toClusterfile())
        .hasMessage("--masters: range '10.0.0.9-10.0.0.2' goes backwards");
  }

  @Test
  void an_ipv6_range_unfolds_in_short_form() {
    assertThat(Addresses.parse("fd00::fffe-fd00::1:1"))
        .containsExactly("fd00::fffe", "fd00::ffff", "fd00::1:0", "fd00::1:1");
  }
}
