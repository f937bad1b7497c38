package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.ApiLoad;
import io.sealer.e2e.harness.HostSnapshot;
import io.sealer.e2e.harness.Images;
import io.sealer.e2e.harness.KubeCluster;
import io.sealer.e2e.harness.Machines;
import io.sealer.e2e.harness.Outcome;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Settings;
import io.sealer.e2e.harness.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/**
 * Three masters that start together and can go one by one, by accident or by wish, the first like
 * any other; kubeadm takes the cluster for one of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HighAvailabilityIT {
  private static final String CLUSTER = "lasting";
  private static final int WORKER = 3;
  private static final String RECORD = "/var/lib/sealer/node/record.json";
  private static final Duration MOST_OUTAGE = Duration.ofSeconds(3);
  private static final String READY_AGAIN =
      """
      for _ in $(seq 900); do
        [ "$(curl -sk --max-time 2 https://127.0.0.1:6443/readyz)" = ok ] && exit
        sleep 0.1
      done
      exit 1
      """;
  private final Workspace workspace = Workspace.create("ha");
  private final Machines machines = Machines.make(workspace, 4);
  private final HostSnapshot untouched = withNetworkOfOthers();
  private final Program sealer = workspace.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);

  @BeforeAll
  void take_images() {
    workspace.takeImagesOf(Images.built());
  }

  @AfterAll
  void remove_everything() {
    workspace.close();
  }

  /** As podman leaves it; a delete must leave it too. */
  private HostSnapshot withNetworkOfOthers() {
    machines
        .on(0, "mkdir -p /etc/cni/net.d && echo '{}' > /etc/cni/net.d/zz-theirs.conflist.off")
        .succeeded();
    return HostSnapshot.of(machines, 0);
  }

  private Outcome run(String... masters) {
    return sealer.run(command(masters));
  }

  private String[] command(String... masters) {
    return new String[] {
      "run",
      Images.APP,
      "-m",
      String.join(",", masters),
      "-n",
      machines.address(WORKER),
      "--cluster-name",
      CLUSTER,
      "--remove-hosts"
    };
  }

  private Outcome scale(String command, String flag, String address) {
    return sealer.run(command, "--cluster-name", CLUSTER, flag, address);
  }

  private String[] addresses(int... indexes) {
    return IntStream.of(indexes).mapToObj(machines::address).toArray(String[]::new);
  }

  private KubeCluster cluster() {
    return KubeCluster.of(sealer, CLUSTER);
  }

  private String etcdMembers(int master) {
    return machines
        .on(
            master,
            "nsenter -m -t $(pgrep -x etcd) etcdctl --endpoints=https://127.0.0.1:2379"
                + " --cacert=/etc/kubernetes/pki/etcd/ca.crt"
                + " --cert=/etc/kubernetes/pki/etcd/server.crt"
                + " --key=/etc/kubernetes/pki/etcd/server.key member list")
        .succeeded()
        .out();
  }

  /** At the worst of moments: etcd is founded, and a founder has no power. */
  @Test
  @Order(0)
  void sealer_is_killed_and_a_master_loses_its_power_while_all_masters_found_etcd()
      throws Exception {
    String master = machines.address(2);
    String[] told =
        Stream.concat(Stream.of(command(addresses(0, 1, 2))), Stream.of("--events"))
            .toArray(String[]::new);
    try (Program.Running running = sealer.start("", told)) {
      running.awaitSaid(
          "\"type\":\"started\",\"host\":\"%1$s\",\"step\":\"%1$s/etcd\"".formatted(master));
      running.kill();
    }
    machines.accidents().restart(master);
    assertThat(sealer.run("status", CLUSTER).exited(3).out()).contains("does not answer");
  }

  @Test
  @Order(1)
  void three_masters_start_together_and_serve_the_application() {
    run(addresses(0, 1, 2)).succeeded();

    assertThat(cluster().readyNodes()).containsExactlyInAnyOrderElementsOf(machines.addresses());
    assertThat(etcdMembers(2).lines()).hasSize(3).allMatch(line -> line.contains("started"));
    assertThat(cluster().ask(machines.address(2))).startsWith("Hello from hello-");
    assertThat(run(addresses(0, 1, 2)).succeeded().said()).containsIgnoringCase("nothing to do");
  }

  @Test
  @Order(2)
  void status_logs_in_as_other_commands_do_and_says_why_when_it_cannot() {
    assertThat(sealer.run("status", CLUSTER).succeeded().out())
        .contains(Settings.KUBERNETES, "yes")
        .doesNotContain(" no ");
    Outcome stranger = sealer.with("SEALER_PASSWORD", "").run("status", CLUSTER).exited(3);
    assertThat(stranger.out()).contains("does not answer", machines.address(0) + ": ");
    Outcome json =
        sealer.with("SEALER_PASSWORD", "").run("status", CLUSTER, "-o", "json").exited(3);
    assertThat(json.json().path("hosts").path(0).path("message").asString()).isNotBlank();
  }

  @Test
  @Order(2)
  void check_looks_at_every_host_and_finds_at_most_that_the_disk_is_slow() {
    cluster().awaitPods();
    Outcome outcome = sealer.run("check", CLUSTER, "-o", "json");
    JsonNode report = outcome.json();
    assertThat(outcome.exit()).isEqualTo(report.path("ok").asBoolean() ? 0 : 3);
    assertThat(report.path("checks").values())
        .filteredOn(look -> !look.path("level").asString().equals("ok"))
        .extracting(look -> look.path("check").asString() + " " + look.path("level").asString())
        .allMatch("etcd warn"::equals);
    List<String> looks =
        report.path("checks").values().stream()
            .map(look -> look.path("host").asString() + " " + look.path("check").asString())
            .toList();
    assertThat(looks).contains("- etcd-members", "- pods", "- images");
    for (String master : addresses(0, 1, 2)) {
      assertThat(looks).contains(master + " etcd", master + " kubelets", master + " node");
    }
    String worker = machines.address(WORKER);
    assertThat(looks).contains(worker + " balancer", worker + " mirror", worker + " node");
  }

  @Test
  @Order(2)
  void kubeadm_lists_certificates_plans_upgrades_and_knows_every_master() {
    String certificates = machines.on(1, "kubeadm certs check-expiration").succeeded().out();
    assertThat(certificates)
        .contains("admin.conf", "apiserver-etcd-client", "etcd-peer", "front-proxy-ca", "99y")
        .doesNotContain("MISSING");
    String plan =
        "kubeadm upgrade plan %s --allow-experimental-upgrades".formatted(Settings.KUBERNETES);
    assertThat(machines.on(2, plan).succeeded().out())
        .contains("Cluster version: " + Settings.KUBERNETES);
    String status = "{.data.ClusterStatus}";
    assertThat(
            cluster()
                .kubectl(
                    "-n", "kube-system", "get", "cm", "kubeadm-config", "-o", "jsonpath=" + status)
                .succeeded()
                .out())
        .contains(addresses(0, 1, 2));
  }

  @Test
  @Order(3)
  void keys_of_authorities_are_on_masters_alone() {
    String keys = "cat /etc/kubernetes/pki/ca.key | sha256sum";
    List<String> sums =
        IntStream.range(0, 3).mapToObj(i -> machines.on(i, keys).succeeded().out()).toList();
    assertThat(sums.stream().distinct()).hasSize(1);
    machines.on(WORKER, "test ! -e /etc/kubernetes/pki/ca.key").succeeded();
    String body = machines.on(0, "sed -n 2p /etc/kubernetes/pki/ca.key").succeeded().out().strip();
    String here = workspace.home().toString();
    Outcome found = Program.of("grep", "-rlF", "--exclude-dir=store", body).run(here);
    assertThat(found.out()).isEmpty();
  }

  @Test
  @Order(3)
  void content_of_images_lies_once_on_every_host() {
    String large = "find /var/lib/containerd/io.containerd.content.v1.content/blobs -size +1M ";
    for (int host : new int[] {0, 1, 2, WORKER}) {
      assertThat(machines.on(host, large + "-links +1").succeeded().out()).isNotBlank();
      assertThat(machines.on(host, large + "-links 1").succeeded().out()).isBlank();
    }
  }

  @Test
  @Order(3)
  void a_new_worker_was_sent_what_every_node_starts_with_and_nothing_of_masters() {
    var image = sealer.run("inspect", Images.APP, "-o", "json").succeeded().json();
    String held = machines.on(WORKER, "ls /var/lib/sealer/store/blobs/sha256").succeeded().out();
    Map<String, String> digests = new HashMap<>();
    for (var workload : image.path("workloadImages").values()) {
      String name = workload.path("name").asString().replaceAll(".*/|:.*", "");
      digests.put(name, workload.path("digest").asString().replace("sha256:", ""));
    }

    assertThat(digests)
        .extractingByKeys("kube-proxy", "sealer-cni", "pause")
        .allSatisfy(digest -> assertThat(held).contains(digest));
    assertThat(digests)
        .extractingByKeys("etcd", "kube-apiserver")
        .allSatisfy(digest -> assertThat(held).doesNotContain(digest));
  }

  @Test
  @Order(4)
  void a_master_that_was_installed_anew_is_made_a_member_again_by_the_same_command()
      throws Exception {
    machines
        .on(
            1,
            "systemctl -q disable kubelet containerd sealer-node;"
                + " rm -rf /etc/kubernetes /etc/sealer /etc/containerd /etc/cni /opt/cni"
                + " /usr/local/bin/* /etc/systemd/system/kubelet.service*"
                + " /etc/systemd/system/containerd.service /etc/systemd/system/sealer-node.service"
                + " /var/lib/etcd/member /var/lib/sealer")
        .succeeded();
    machines.accidents().restart(machines.address(1));
    machines.on(1, "rm -rf /var/lib/etcd /var/lib/kubelet /var/lib/containerd").succeeded();

    run(addresses(0, 1, 2)).succeeded();

    assertThat(etcdMembers(1).lines())
        .hasSize(3)
        .allMatch(line -> line.contains("started") && line.endsWith("false"));
    assertThat(cluster().readyNodes()).containsExactlyInAnyOrderElementsOf(machines.addresses());
    assertThat(run(addresses(0, 1, 2)).succeeded().said()).containsIgnoringCase("nothing to do");
  }

  @Test
  @Order(4)
  void a_worker_joins_with_the_command_that_kubeadm_prints() {
    String name = machines.on(WORKER, "hostname").succeeded().out().strip();
    cluster()
        .kubectl("drain", name, "--ignore-daemonsets", "--delete-emptydir-data", "--force")
        .succeeded();
    cluster().kubectl("delete", "node", name).succeeded();
    machines
        .on(
            WORKER,
            "systemctl stop kubelet; ip link delete cni0;"
                + " rm -rf /etc/kubernetes/*.conf /etc/kubernetes/pki /var/lib/kubelet/pki")
        .succeeded();
    String join =
        machines.on(1, "kubeadm token create --print-join-command").succeeded().out().strip();
    machines
        .on(
            WORKER,
            join
                + " --skip-phases=preflight --cri-socket /run/containerd/containerd.sock"
                + " --node-name "
                + name)
        .succeeded();

    run(addresses(0, 1, 2)).succeeded();
    assertThat(cluster().readyNodes()).contains(machines.address(WORKER));
  }

  @Test
  @Order(5)
  void clients_hardly_notice_that_an_api_server_or_the_agent_dies() {
    try (var load = ApiLoad.on(machines, WORKER, addresses(0, 1, 2))) {
      for (int master : List.of(0, 1, 2)) {
        machines.on(master, "pkill -KILL kube-apiserver").succeeded();
        load.await(20);
        // Two that are away at once, with a third that is killed, would be nobody's promise.
        machines.on(master, READY_AGAIN).succeeded();
        load.await(20);
      }
      assertBrief("API servers killed", load.result());
    }
    try (var load = ApiLoad.on(machines, WORKER, addresses(0, 1, 2))) {
      machines.on(WORKER, "systemctl kill -s KILL sealer-node").succeeded();
      load.await(20);
      machines.on(WORKER, "systemctl stop sealer-node").succeeded();
      load.await(20);
      machines.on(WORKER, "systemctl start sealer-node").succeeded();
      load.await(20);
      var result = load.result();
      report("agent killed", result);
      assertThat(result.errors()).isZero();
    }
  }

  private static void assertBrief(String what, ApiLoad.Result result) {
    report(what, result);
    assertThat(result.worst().byBalancer())
        .as("%s: %s", what, result)
        .isLessThanOrEqualTo(MOST_OUTAGE);
  }

  private static void report(String what, ApiLoad.Result result) {
    System.out.println("balancer, " + what + ": " + result);
  }

  @Test
  @Order(6)
  void a_master_without_power_is_missed_for_seconds_and_pods_that_always_pull_start()
      throws Exception {
    try (var load = ApiLoad.on(machines, WORKER, addresses(0, 1, 2))) {
      machines.accidents().kill(machines.address(2));
      load.await(50);
      assertBrief("master without power", load.result());
    }
    assertThat(sealer.run("check", CLUSTER, "--problems").exited(3).out())
        .contains(machines.address(2), "ssh");
    cluster().kubectl("scale", "deployment", "hello", "--replicas=6").succeeded();
    cluster().kubectl("rollout", "status", "deployment", "hello", "--timeout=120s").succeeded();
    cluster().kubectl("scale", "deployment", "hello", "--replicas=2").succeeded();
  }

  @Test
  @Order(7)
  void a_master_without_power_is_forgotten_and_the_others_serve_on() {
    run(addresses(0, 1)).succeeded();

    assertThat(cluster().readyNodes()).containsExactlyInAnyOrder(addresses(0, 1, WORKER));
    assertThat(etcdMembers(1).lines())
        .hasSize(2)
        .noneMatch(line -> line.contains(machines.address(2)));
    assertThat(cluster().ask(machines.address(WORKER))).startsWith("Hello from hello-");
  }

  @Test
  @Order(8)
  void the_first_master_leaves_like_any_other_and_is_as_before() throws Exception {
    scale("scale-down", "--masters", machines.address(0)).succeeded();

    assertThat(cluster().readyNodes()).containsExactlyInAnyOrder(addresses(1, WORKER));
    assertThat(etcdMembers(1).lines()).hasSize(1).allMatch(line -> line.contains("started"));
    assertThat(untouched.changes(machines, 0)).isEmpty();
    assertThat(cluster().ask(machines.address(1))).startsWith("Hello from hello-");
    String left =
        cluster().all("pods").stream()
            .map(pod -> pod.path("spec").path("nodeName").asString())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    assertThat(left).doesNotContain(machines.address(0));
    assertThat(run(addresses(1)).succeeded().said()).containsIgnoringCase("nothing to do");
  }

  @Test
  @Order(9)
  void a_host_is_added_to_what_is_there_and_adding_it_again_is_nothing_to_do() {
    scale("join", "--nodes", machines.address(0)).succeeded();

    assertThat(cluster().readyNodes()).containsExactlyInAnyOrder(addresses(0, 1, WORKER));
    machines.on(0, "test ! -e /etc/kubernetes/pki/ca.key").succeeded();
    assertThat(scale("join", "--nodes", machines.address(0)).succeeded().said())
        .containsIgnoringCase("nothing to do");
    Outcome stranger = scale("scale-down", "--nodes", machines.address(1)).exited(2);
    assertThat(stranger.said()).contains("no worker of cluster " + CLUSTER, machines.address(0));
  }

  @Test
  @Order(10)
  void another_machine_goes_on_with_the_cluster_and_the_first_one_is_told() throws Exception {
    String master = machines.address(1);
    String[] same = {"run", Images.APP, "--cluster-name", CLUSTER};
    try (Workspace elsewhere = Workspace.create("ha-elsewhere")) {
      elsewhere.takeImagesOf(workspace);
      Program other = elsewhere.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);
      String[] unknowing = {"run", Images.APP, "-m", master, "--cluster-name", CLUSTER};
      assertThat(other.run(unknowing).exited(1).said()).contains("sealer adopt " + master);

      // Once from the Secret in the cluster alone, once from the master's file: the same.
      machines.on(1, "mv " + RECORD + " /root/record.json").succeeded();
      other.run("adopt", master).succeeded();
      assertThat(known(elsewhere)).isEqualTo(known(workspace)).containsKey("agent-ca.key");
      machines.on(1, "mv /root/record.json " + RECORD).succeeded();
      other.run("adopt", master).succeeded();
      assertThat(known(elsewhere)).isEqualTo(known(workspace));
      assertThat(other.run(same).succeeded().said()).containsIgnoringCase("nothing to do");
      assertThat(KubeCluster.of(other, CLUSTER).readyNodes()).hasSize(3);
      other
          .run("scale-down", "--cluster-name", CLUSTER, "--nodes", machines.address(0))
          .succeeded();
    }
    assertThat(sealer.run(same).exited(1).said())
        .contains("changed from another machine", "sealer adopt " + master);
    sealer.run("adopt", master).succeeded();
    Map<String, String> adopted = known(workspace);
    assertThat(sealer.run(same).succeeded().said()).containsIgnoringCase("nothing to do");
    assertThat(known(workspace)).isEqualTo(adopted);

    // As after a run whose masters are gone: what this machine knows is newer than what is there.
    Path here = workspace.home().resolve("clusters").resolve(CLUSTER);
    Files.writeString(here.resolve("revision"), "1000-abcdef");
    Path file = here.resolve("Clusterfile");
    Files.writeString(file, Files.readString(file).replace(master, "10.9.9.9"));
    assertThat(sealer.run("adopt", master).exited(1).said())
        .contains("knows a newer state of cluster " + CLUSTER, "1000", "--force");
    assertThat(known(workspace)).containsEntry("revision", "1000-abcdef");
    sealer.run("adopt", master, "--force").succeeded();
    assertThat(known(workspace)).isEqualTo(adopted);
    cluster().kubectl("-n", "kube-system", "get", "secret", "sealer-cluster").succeeded();
  }

  /** What a machine knows of the cluster, besides how it reaches the hosts: content by file. */
  private static Map<String, String> known(Workspace at) throws IOException {
    Path directory = at.home().resolve("clusters").resolve(CLUSTER);
    var files = new TreeMap<String, String>();
    for (String name :
        List.of(
            "Clusterfile",
            "state.json",
            "revision",
            "agent-ca.crt",
            "agent-ca.key",
            "admin.conf")) {
      files.put(name, Files.readString(directory.resolve(name)));
    }
    return files;
  }

  @Test
  @Order(11)
  void a_master_joins_although_the_api_server_is_silent_for_twenty_seconds() {
    machines
        .on(
            1,
            "pid=$(pgrep -x kube-apiserver) && kill -STOP $pid &&"
                + " { setsid sh -c \"sleep 20; kill -CONT $pid\" >/dev/null 2>&1 </dev/null & }")
        .succeeded();

    scale("join", "--masters", machines.address(0)).succeeded();

    assertThat(cluster().readyNodes()).containsExactlyInAnyOrder(addresses(0, 1, WORKER));
    assertThat(etcdMembers(0).lines()).hasSize(2).allMatch(line -> line.contains("started"));
    assertThat(machines.on(0, "stat -c %a " + RECORD).succeeded().out()).isEqualTo("600\n");
  }
}
