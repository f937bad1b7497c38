package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.image.ImageLock;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.Work;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubernetesStepsTest {
  private static final List<String> MASTERS = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

  private static Map<String, Step> steps(List<String> masters, Map<String, List<String>> told) {
    return steps(cluster(masters), told);
  }

  static Cluster cluster(List<String> masters) {
    return Cluster.named("c")
        .withGroups(List.of(group("master", masters), group("node", List.of("10.0.0.9"))));
  }

  private static Map<String, Step> steps(Cluster cluster, Map<String, List<String>> told) {
    var network = new ClusterNetwork("api.local", List.of(), Optional.empty(), Optional.empty());
    var steps =
        new KubernetesSteps(
                cluster,
                Map.of(),
                network,
                List.of(),
                Path.of("admin.conf"),
                EtcdMembers.of(cluster.masters(), told),
                new ImageLock(
                    List.of(FirstImagesTest.entry("k8s/kube-apiserver:v1", "images/a.tar"))))
            .steps("digest", List.of(), Ownership.ofAppImage("c", "a:1"), List.of());
    var byId = new LinkedHashMap<String, Step>();
    steps.forEach(s -> byId.put(s.id(), s));
    return byId;
  }

  private static HostGroup group(String role, List<String> ips) {
    return new HostGroup(ips, 0, List.of(role), Ssh.NOTHING, Map.of(), Map.of(), List.of());
  }

  private static Work work(Map<String, Step> steps, String id) {
    return Optional.ofNullable(steps.get(id)).map(Step::work).orElseThrow();
  }

  /** Ids of everything that a step waits for. */
  private static Set<String> before(Map<String, Step> steps, String id) {
    var all = new HashSet<String>();
    Step step = steps.get(id);
    if (step != null) {
      for (String need : step.needs()) {
        all.add(need);
        all.addAll(before(steps, need));
      }
    }
    return all;
  }

  @Test
  void a_worker_has_no_certificate_before_a_master_has_the_keys_that_sign_it() {
    var steps = steps(MASTERS, Map.of());

    assertThat(before(steps, "10.0.0.9/certificates")).contains("10.0.0.1/certificates");
    assertThat(before(steps, "10.0.0.2/certificates")).doesNotContain("10.0.0.1/certificates");
  }

  @Test
  void masters_start_together_up_to_etcd() {
    var steps = steps(MASTERS, Map.of());

    for (String master : MASTERS) {
      assertThat(before(steps, master + "/control-plane")).containsAll(Step.ids(MASTERS, "etcd"));
      assertThat(before(steps, master + "/etcd")).allMatch(id -> id.startsWith(master + "/"));
      assertThat(work(steps, master + "/etcd")).isInstanceOf(StartEtcd.class);
    }
  }

  @Test
  void the_first_api_server_waits_for_no_other_and_the_others_start_in_the_controllers_pause() {
    var steps = steps(MASTERS, Map.of());

    assertThat(before(steps, "10.0.0.1/api")).noneMatch(id -> id.endsWith("/api"));
    for (String other : List.of("10.0.0.2", "10.0.0.3")) {
      assertThat(before(steps, other + "/control-plane"))
          .contains("10.0.0.1/leader")
          .noneMatch(id -> id.endsWith("/api") && !id.startsWith("10.0.0.1"));
    }
  }

  @Test
  void controllers_and_scheduler_start_beside_the_first_api_server() {
    var steps = steps(MASTERS, Map.of());

    assertThat(before(steps, "10.0.0.1/controllers"))
        .contains("10.0.0.1/control-plane")
        .noneMatch(id -> id.endsWith("/api"));
    assertThat(before(steps, "10.0.0.1/ready")).containsAll(Step.ids(MASTERS, "controllers"));
  }

  @Test
  void what_follows_the_first_api_server_lets_its_controllers_begin() {
    var steps = steps(MASTERS, Map.of());

    assertThat(before(steps, "10.0.0.1/leader"))
        .contains("10.0.0.1/api", "10.0.0.1/controllers")
        .noneMatch(id -> id.endsWith("/node") || id.endsWith("/master"));
    for (String id : List.of("10.0.0.1/addons", "10.0.0.1/manifests", "10.0.0.9/node")) {
      assertThat(before(steps, id)).contains("10.0.0.1/leader");
    }
    assertThat(before(steps, "10.0.0.2/master")).contains("10.0.0.1/leader");
  }

  @Test
  void images_of_the_first_pods_are_pulled_while_the_first_api_server_starts() {
    var steps = steps(MASTERS, Map.of());

    for (String host : List.of("10.0.0.1", "10.0.0.2", "10.0.0.9")) {
      assertThat(before(steps, host + "/pull-ahead"))
          .contains("10.0.0.1/control-plane", "10.0.0.1/controllers")
          .noneMatch(id -> id.endsWith("/api"));
    }
  }

  /** What other hosts have done long ago holds nobody back: each host has its own way there. */
  @Test
  void no_step_comes_before_its_own_host_is_prepared_although_all_others_are_done() {
    var steps = steps(MASTERS, Map.of());

    for (Step step : steps.values()) {
      assertThat(beforeOnItsHost(steps, step)).as(step.id()).contains(step.host() + "/rootfs");
    }
  }

  private static Set<String> beforeOnItsHost(Map<String, Step> steps, Step step) {
    var all = new HashSet<String>();
    for (String need : step.needs()) {
      if (need.startsWith(step.host() + "/")) {
        all.add(need);
        Optional.ofNullable(steps.get(need)).ifPresent(s -> all.addAll(beforeOnItsHost(steps, s)));
      }
    }
    return all;
  }

  @Test
  void controllers_that_only_wait_to_lead_go_behind_the_first_pods() {
    var steps = steps(MASTERS, Map.of());

    assertThat(before(steps, "10.0.0.1/controllers")).doesNotContain("10.0.0.1/first-pods");
    assertThat(before(steps, "10.0.0.2/controllers")).contains("10.0.0.1/first-pods");
    assertThat(before(steps, "10.0.0.3/controllers")).contains("10.0.0.1/first-pods");
    assertThat(before(steps, "10.0.0.1/first-pods"))
        .containsAll(Step.ids(MASTERS, "node"))
        .contains("10.0.0.9/node", "10.0.0.1/addons");
  }

  @Test
  void a_single_master_has_no_controllers_that_wait() {
    var steps = steps(List.of("10.0.0.1"), Map.of());

    assertThat(steps).doesNotContainKey("10.0.0.1/first-pods");
    assertThat(before(steps, "10.0.0.1/ready")).contains("10.0.0.1/controllers");
  }

  @Test
  void etcd_waits_for_images_of_the_control_plane_alone_and_the_first_pods_for_all() {
    var steps = steps(MASTERS, Map.of());

    for (String master : MASTERS) {
      assertThat(before(steps, master + "/api"))
          .contains(master + "/rootfs")
          .noneMatch(id -> id.endsWith("/images"));
    }
    for (String pods : List.of("addons", "manifests")) {
      assertThat(before(steps, "10.0.0.1/" + pods)).containsAll(Step.ids(MASTERS, "images"));
    }
  }

  @Test
  void a_workers_kubelet_waits_for_nothing_of_masters_but_who_signs() {
    var steps = steps(MASTERS, Map.of());

    assertThat(before(steps, "10.0.0.9/kubelet-start"))
        .filteredOn(id -> !id.startsWith("10.0.0.9/"))
        .containsExactlyInAnyOrder("10.0.0.1/certificates", "10.0.0.1/rootfs", "10.0.0.1/host");
  }

  @Test
  void masters_that_come_later_join_etcd_one_after_the_other_and_all_else_at_once() {
    var told = Map.of("10.0.0.1", List.of("10.0.0.1"));
    var steps = steps(MASTERS, told);

    assertThat(work(steps, "10.0.0.1/etcd")).isInstanceOf(StartEtcd.class);
    assertThat(work(steps, "10.0.0.2/etcd")).isInstanceOf(JoinEtcd.class);
    assertThat(before(steps, "10.0.0.2/etcd")).contains("10.0.0.1/api");
    assertThat(before(steps, "10.0.0.3/etcd")).contains("10.0.0.2/etcd");
    assertThat(before(steps, "10.0.0.3/kubelet-start")).allMatch(id -> id.startsWith("10.0.0.3/"));
    assertThat(before(steps, "10.0.0.1/api")).doesNotContain("10.0.0.2/etcd");
  }

  @Test
  void a_run_that_was_killed_goes_on_with_the_masters_that_it_began_with() {
    var told = Map.of("10.0.0.2", MASTERS);
    var steps = steps(MASTERS, told);

    for (String master : MASTERS) {
      assertThat(work(steps, master + "/etcd")).isInstanceOf(StartEtcd.class);
    }
  }

  @Test
  void hosts_without_images_wait_for_the_first_host_that_holds_them() {
    var local = RegistrySpec.Local.DEFAULT;
    var ofWorker =
        new RegistrySpec.Local(
            local.domain(),
            local.port(),
            Optional.empty(),
            true,
            false,
            List.of(),
            List.of("10.0.0.9"));
    var steps =
        steps(
            cluster(MASTERS).withRegistry(new RegistrySpec(ofWorker, Optional.empty())), Map.of());

    assertThat(before(steps, "10.0.0.1/etcd")).contains("10.0.0.9/images");
    assertThat(before(steps, "10.0.0.9/pull-ahead")).contains("10.0.0.9/images");
    assertThat(steps.keySet().stream().flatMap(id -> before(steps, id).stream()))
        .doesNotContain("10.0.0.1/images");
  }

  @Test
  void masters_without_images_wait_for_those_of_the_control_plane_on_the_first() {
    RegistrySpec.Local local = RegistrySpec.Local.DEFAULT;
    var ofFirst =
        new RegistrySpec.Local(
            local.domain(), local.port(), Optional.empty(), false, false, List.of(), List.of());
    var steps =
        steps(cluster(MASTERS).withRegistry(new RegistrySpec(ofFirst, Optional.empty())), Map.of());

    for (String master : MASTERS) {
      assertThat(before(steps, master + "/etcd"))
          .contains("10.0.0.1/rootfs")
          .doesNotContain("10.0.0.1/images");
    }
  }

  @Test
  void etcd_waits_for_the_push_when_a_registry_outside_has_the_images() {
    var outside =
        new RegistrySpec.External("harbor.example", 0, "", Optional.empty(), Optional.empty());
    var registry = new RegistrySpec(RegistrySpec.Local.DEFAULT, Optional.of(outside));
    var steps = steps(cluster(MASTERS).withRegistry(registry), Map.of());

    for (String master : MASTERS) {
      assertThat(before(steps, master + "/etcd")).contains("10.0.0.1/push");
    }
    assertThat(before(steps, "10.0.0.9/pull-ahead")).contains("10.0.0.1/push");
  }

  @Test
  void needs_are_never_open() {
    var steps = steps(MASTERS, Map.of());
    var host = Set.of("host", "agent", "images", "rootfs", "containerd", "kubelet");

    steps
        .values()
        .forEach(
            s ->
                assertThat(s.needs())
                    .allMatch(
                        n ->
                            steps.containsKey(n)
                                || host.contains(n.substring(n.indexOf('/') + 1))));
  }
}
