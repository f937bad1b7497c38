package io.sealer.run.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.ProviderKind;
import io.sealer.run.clusterfile.Ssh;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderTest {
  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(ProviderKind.class)
  void every_kind_that_a_clusterfile_may_name_is_installed(ProviderKind kind) {
    assertThat(Provider.of(kind).name()).isEqualTo(kind.name());
  }

  @Test
  void baremetal_hands_through_addresses_with_the_settings_of_their_group() throws Exception {
    var cluster =
        Cluster.named("c")
            .withSsh(Ssh.NOTHING.withUser("admin").withPort(2222))
            .withGroups(
                List.of(
                    HostGroup.of(ClusterHost.MASTER, List.of("10.1.0.1")),
                    HostGroup.of(ClusterHost.NODE, List.of("10.1.0.2"))
                        .withSsh(Ssh.NOTHING.withUser("other"))));
    var provision =
        Provider.of(ProviderKind.BAREMETAL)
            .ensure(ProviderRequest.of(cluster, new ProviderSite(dir, dir)), ProviderListener.NONE);
    assertThat(provision.hosts())
        .extracting(ProvidedHost::address, h -> h.target().user(), h -> h.target().port())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("10.1.0.1", "admin", 2222),
            org.assertj.core.groups.Tuple.tuple("10.1.0.2", "other", 2222));
    assertThat(provision.into(cluster).hosts()).isEqualTo(cluster.hosts());
  }

  @Test
  void baremetal_cannot_make_hosts_and_says_who_can() {
    var cluster = Cluster.named("c").withGroups(List.of(HostGroup.counted(ClusterHost.MASTER, 1)));
    assertThatThrownBy(
            () ->
                Provider.of(ProviderKind.BAREMETAL)
                    .ensure(
                        ProviderRequest.of(cluster, new ProviderSite(dir, dir)),
                        ProviderListener.NONE))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.hint()).contains("--provider CONTAINER"));
  }

  @Test
  void numbers_of_hosts_become_addresses_in_the_order_of_the_groups() {
    var cluster =
        Cluster.named("c")
            .withGroups(
                List.of(
                    HostGroup.counted(ClusterHost.MASTER, 1),
                    HostGroup.counted(ClusterHost.NODE, 2)));
    var ssh = Ssh.NOTHING.withKey(Path.of("/key"));
    var provision =
        new Provision(
            List.of(
                new ProvidedHost("10.1.0.11", "c-m1", List.of("master"), ssh, true),
                new ProvidedHost("10.1.0.12", "c-w1", List.of("node"), ssh, true),
                new ProvidedHost("10.1.0.13", "c-w2", List.of("node"), ssh, true)),
            Optional.empty());
    var filled = provision.into(cluster);
    assertThat(filled.groups())
        .extracting(HostGroup::ips)
        .containsExactly(List.of("10.1.0.11"), List.of("10.1.0.12", "10.1.0.13"));
    assertThat(filled.hosts()).allMatch(h -> h.ssh().key().equals(ssh.key()));
  }
}
