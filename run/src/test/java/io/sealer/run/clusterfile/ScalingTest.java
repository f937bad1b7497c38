package io.sealer.run.clusterfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScalingTest {
  private final Clusterfile prod =
      Clusterfile.of(
          Cluster.named("prod")
              .withImage("a")
              .withGroups(
                  List.of(
                      HostGroup.of(ClusterHost.MASTER, List.of("10.0.0.2", "10.0.0.3")),
                      HostGroup.of(ClusterHost.NODE, List.of("10.0.0.5")),
                      HostGroup.of(ClusterHost.NODE, List.of("10.0.0.6", "10.0.0.7")))));

  private static List<String> addresses(Clusterfile file) {
    return file.cluster().hosts().stream().map(ClusterHost::address).toList();
  }

  @Test
  void added_hosts_come_behind_those_that_are_there_with_ssh_settings_of_their_own() {
    Ssh ssh = Ssh.NOTHING.withUser("ops").withPassword(Secret.of("x"));
    Clusterfile grown = Scaling.of("10.0.0.4", "10.0.0.8-10.0.0.9", ssh).grown(prod);

    assertThat(addresses(grown))
        .containsExactly(
            "10.0.0.2",
            "10.0.0.3",
            "10.0.0.4",
            "10.0.0.5",
            "10.0.0.6",
            "10.0.0.7",
            "10.0.0.8",
            "10.0.0.9");
    assertThat(grown.cluster().hosts().getLast().ssh().user()).contains("ops");
    ClusterHost old = grown.cluster().hosts().getFirst();
    assertThat(old.ssh().user()).isEmpty();
    assertThat(old.ssh().password()).isPresent();
    assertThat(grown.incomplete()).isEmpty();
  }

  @Test
  void hosts_that_are_there_already_are_no_error_so_that_the_same_command_continues() {
    Clusterfile once = Scaling.of("", "10.0.0.8", Ssh.NOTHING).grown(prod);

    assertThat(Scaling.of("", "10.0.0.8", Ssh.NOTHING).grown(once)).isEqualTo(once);
    assertThat(addresses(Scaling.of("", "10.0.0.8,10.0.0.9", Ssh.NOTHING).grown(once)))
        .endsWith("10.0.0.8", "10.0.0.9");
  }

  @Test
  void a_host_that_leaves_holds_no_images_any_more() {
    var local = RegistrySpec.DEFAULT.local().withDeployHosts(List.of("10.0.0.6", "10.0.0.7"));
    Cluster held = prod.cluster().withRegistry(RegistrySpec.DEFAULT.withLocal(local));
    Clusterfile file = prod.withCluster(held);

    Clusterfile less = Scaling.of("", "10.0.0.6", Ssh.NOTHING).shrunk(file);
    assertThat(less.cluster().imageHolders())
        .extracting(ClusterHost::address)
        .containsExactly("10.0.0.7");
    assertThat(less.incomplete()).isEmpty();

    Clusterfile none = Scaling.of("", "10.0.0.6-10.0.0.7", Ssh.NOTHING).shrunk(file);
    assertThat(none.cluster().imageHolders()).isEqualTo(none.cluster().masters());
  }

  @Test
  void a_worker_does_not_become_a_master() {
    assertThatThrownBy(() -> Scaling.of("10.0.0.5", "", Ssh.NOTHING).grown(prod))
        .hasMessageContaining("10.0.0.5 is a worker of cluster prod")
        .hasMessageContaining("scale-down");
  }

  @Test
  void with_containers_a_number_means_further_hosts() {
    Clusterfile local = prod.withCluster(prod.cluster().withProvider(ProviderKind.CONTAINER));

    assertThat(Scaling.of("", "2", Ssh.NOTHING).grown(local).cluster().groups())
        .hasSize(4)
        .last()
        .extracting(HostGroup::count)
        .isEqualTo(2);
  }

  @Test
  void hosts_that_leave_are_taken_out_of_their_groups() {
    Clusterfile shrunk = Scaling.of("10.0.0.2", "10.0.0.5-10.0.0.6", Ssh.NOTHING).shrunk(prod);

    assertThat(addresses(shrunk)).containsExactly("10.0.0.3", "10.0.0.7");
    assertThat(shrunk.cluster().groups()).hasSize(2);
  }

  @Test
  void a_host_of_another_cluster_or_role_cannot_leave_and_the_message_says_which_can() {
    assertThatThrownBy(() -> Scaling.of("10.0.0.5", "", Ssh.NOTHING).shrunk(prod))
        .hasMessage("no master of cluster prod: 10.0.0.5; it has: 10.0.0.2, 10.0.0.3");
    assertThatThrownBy(() -> Scaling.of("", "10.0.0.9", Ssh.NOTHING).shrunk(prod))
        .hasMessageContaining("no worker of cluster prod: 10.0.0.9");
  }

  @Test
  void nothing_named_and_numbers_to_leave_are_refused() {
    assertThatThrownBy(() -> Scaling.of("", "", Ssh.NOTHING).grown(prod))
        .hasMessage("name hosts with --masters or --nodes");
    assertThatThrownBy(() -> Scaling.of("", "1", Ssh.NOTHING).shrunk(prod))
        .hasMessage("--nodes: name hosts by their addresses, not by a number");
  }

  @Test
  void what_is_no_address_is_told_before_the_cluster_is_looked_at() {
    assertThatThrownBy(() -> Scaling.of("", "abc", Ssh.NOTHING).requireReadable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--nodes: ")
        .hasMessageContaining("abc");
    Scaling counted = Scaling.of("1", "10.0.0.4-10.0.0.6", Ssh.NOTHING);
    assertThat(counted.requireReadable()).isEqualTo(counted);
  }

  @Test
  void a_cluster_whose_first_master_is_first_already_keeps_its_groups() {
    Cluster cluster =
        ClusterFlags.NONE
            .withImage("kubernetes:v1.20.2")
            .withHosts("10.0.0.1-10.0.0.3", "10.0.0.4")
            .toClusterfile()
            .cluster();
    assertThat(cluster.withFirst("10.0.0.1")).isEqualTo(cluster);
    assertThat(cluster.withFirst("10.0.0.2").masters())
        .extracting(ClusterHost::address)
        .containsExactly("10.0.0.2", "10.0.0.1", "10.0.0.3");
  }
}
