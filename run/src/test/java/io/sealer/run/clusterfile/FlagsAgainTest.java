package io.sealer.run.clusterfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FlagsAgainTest {
  private static final String SAVED =
      """
      apiVersion: sealer.io/v2
      kind: Cluster
      metadata: {name: prod}
      spec:
        image: shop:1.0
        env: [TIER=gold, MODE=a]
        dataRoot: /srv/data
        appNames: [web]
        ssh: {user: admin}
        hosts:
        - {ips: [10.0.0.1], roles: [master]}
        - {ips: [10.0.0.2, 10.0.0.3], roles: [node, db], labels: {disk: ssd}, env: [MODE=b]}
      ---
      apiVersion: sealer.io/v1
      kind: Config
      metadata: {name: tuned}
      spec: {path: etc/tuned.conf, data: "x: 1"}
      """;

  private static Clusterfile again(ClusterFlags flags) throws Exception {
    return new FlagsAgain(flags.toClusterfile(), ClusterfileReader.read("Clusterfile", SAVED))
        .wanted();
  }

  @Test
  void an_image_alone_changes_the_image_alone() throws Exception {
    Clusterfile saved = ClusterfileReader.read("Clusterfile", SAVED);

    Clusterfile wanted = again(ClusterFlags.NONE.withImage("shop:1.1"));

    assertThat(wanted).isEqualTo(saved.withCluster(saved.cluster().withImage("shop:1.1")));
    assertThat(wanted.configs()).hasSize(1);
  }

  @Test
  void environment_and_ssh_are_added_and_win() throws Exception {
    Cluster wanted =
        again(
                ClusterFlags.NONE
                    .withImage("shop:1.1")
                    .withEnv(Map.of("MODE", "c"))
                    .withSsh(Ssh.NOTHING.withPassword(Secret.of("x"))))
            .cluster();

    assertThat(wanted.env()).containsEntry("TIER", "gold").containsEntry("MODE", "c");
    assertThat(wanted.hosts()).allSatisfy(host -> assertThat(host.env()).isEmpty());
    assertThat(wanted.hosts().getLast().ssh().password()).isPresent();
    assertThat(wanted.hosts().getLast().ssh().user()).contains("admin");
  }

  @Test
  void hosts_that_are_named_are_all_hosts_and_keep_what_was_said_of_them() throws Exception {
    Cluster wanted =
        again(ClusterFlags.NONE.withImage("shop:1.1").withHosts("10.0.0.1,10.0.0.4", "10.0.0.3"))
            .cluster();

    assertThat(wanted.masters())
        .extracting(ClusterHost::address)
        .containsExactly("10.0.0.1", "10.0.0.4");
    ClusterHost worker = wanted.workers().getFirst();
    assertThat(wanted.workers()).hasSize(1);
    assertThat(worker.address()).isEqualTo("10.0.0.3");
    assertThat(worker.labels()).containsEntry("disk", "ssd");
    assertThat(worker.roles()).containsExactly("node", "db");
  }

  @Test
  void a_host_that_is_named_in_another_role_is_that() throws Exception {
    Cluster wanted =
        again(ClusterFlags.NONE.withImage("a").withHosts("10.0.0.2", "10.0.0.1")).cluster();

    assertThat(wanted.masters()).extracting(ClusterHost::address).containsExactly("10.0.0.2");
    assertThat(wanted.masters().getFirst().labels()).isEmpty();
  }

  @Test
  void what_is_launched_is_chosen_anew_or_not_at_all() throws Exception {
    assertThat(again(ClusterFlags.NONE.withImage("a")).cluster().appNames())
        .contains(List.of("web"));
    var flags = ClusterFlags.NONE.withImage("a").withCmds(List.of("kubectl apply -f x"));
    Cluster wanted = again(flags).cluster();
    assertThat(wanted.appNames()).isEqualTo(Optional.empty());
    assertThat(wanted.cmd()).containsExactly("kubectl apply -f x");
  }
}
