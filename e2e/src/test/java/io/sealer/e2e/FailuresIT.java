package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.HostSnapshot;
import io.sealer.e2e.harness.Images;
import io.sealer.e2e.harness.KubeCluster;
import io.sealer.e2e.harness.Machines;
import io.sealer.e2e.harness.Outcome;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Settings;
import io.sealer.e2e.harness.Workspace;
import io.sealer.linux.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/**
 * What goes wrong in practice: each time a user reads where, why and what to do, and nothing is
 * lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailuresIT {
  private static final String CLUSTER = "failing";
  private final Workspace workspace = Workspace.create("failures");
  private final Machines machines = Machines.make(workspace, 2);
  private final HostSnapshot untouched = HostSnapshot.of(machines, 0);
  private final Program sealer = workspace.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);

  @BeforeAll
  void take_images() {
    workspace.takeImagesOf(Images.built());
  }

  @AfterAll
  void remove_everything() {
    workspace.close();
  }

  private Outcome run(Program program, String image, String master, String node) {
    return program.run(command(image, master, node).toArray(String[]::new));
  }

  private static List<String> command(String image, String master, String node) {
    return List.of("run", image, "-m", master, "-n", node, "--cluster-name", CLUSTER);
  }

  @Test
  @Order(1)
  void a_wrong_password_names_the_hosts_and_the_way_out_but_not_the_password() throws Exception {
    Program wrong = sealer.with("SEALER_PASSWORD", "wrong-Secret-2");
    Outcome outcome = run(wrong, Images.APP, machines.address(0), machines.address(1)).exited(1);
    assertThat(outcome.said())
        .contains(machines.address(0), machines.address(1), "hint")
        .containsIgnoringCase("password")
        .doesNotContain("wrong-Secret-2");
    assertUntouched();
  }

  @Test
  @Order(2)
  void an_unreachable_host_is_named_and_the_others_are_not_touched() throws Exception {
    String nobody = machines.address(0).replaceFirst("[0-9]+$", "250");
    Outcome outcome = run(sealer, Images.APP, machines.address(0), nobody).exited(1);
    assertThat(outcome.said()).contains(nobody, "hint");
    assertUntouched();
  }

  @Test
  @Order(3)
  void an_image_that_is_nowhere_is_named_before_anything_is_done() throws Exception {
    String missing = "127.0.0.1:9/none:1.0";
    Outcome outcome = run(sealer, missing, machines.address(0), machines.address(1)).exited(1);
    assertThat(outcome.said()).contains("127.0.0.1:9/none:1.0", "hint");
    assertUntouched();
  }

  @Test
  @Order(4)
  void a_changed_host_key_stops_the_run_and_says_how_to_accept_it() throws Exception {
    // A first meeting, which fails later, makes the key known.
    String nobody = machines.address(0).replaceFirst("[0-9]+$", "250");
    run(sealer, Images.APP, machines.address(1), nobody).exited(1);
    machines
        .on(
            1,
            "ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/new && cp /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ecdsa_key /root/ && mv /etc/ssh/new /etc/ssh/ssh_host_ed25519_key && mv /etc/ssh/new.pub /etc/ssh/ssh_host_ed25519_key.pub && rm /etc/ssh/ssh_host_ecdsa_key*")
        .succeeded();
    machines.accidents().restart(machines.address(1));
    Outcome outcome = run(sealer, Images.APP, machines.address(0), machines.address(1)).exited(1);
    assertThat(outcome.said())
        .contains(machines.address(1), "hint", "ssh-keygen -R")
        .containsIgnoringCase("key");
    assertUntouched();
    Path known = workspace.user().resolve(".sealer/known_hosts");
    Program.of("ssh-keygen", "-R", machines.address(1), "-f", known.toString()).run().succeeded();
    String again = "ssh-keygen -R \"$1\" -f \"$2\" && ssh-keyscan -t ed25519 \"$1\" >>\"$2\"";
    Path ours = machines.provision().knownHosts().orElseThrow();
    Program.of("sh", "-c", again, "sh").run(machines.address(1), ours.toString()).succeeded();
  }

  @Test
  @Order(4)
  void ports_that_firewalls_close_are_told_together_before_anything_is_done() throws Exception {
    String closed =
        "nft 'table inet f { chain i { type filter hook input priority 0; tcp dport %d drop; }; }'";
    machines.on(0, closed.formatted(6443)).succeeded();
    machines.on(1, closed.formatted(10_250)).succeeded();

    Outcome outcome = run(sealer, Images.APP, machines.address(0), machines.address(1));
    // Before anything can fail: what comes next needs hosts without firewalls.
    machines.on(0, "nft delete table inet f").succeeded();
    machines.on(1, "nft delete table inet f").succeeded();

    assertThat(outcome.exited(1).said())
        .contains(
            "a firewall keeps it from port 6443 of " + machines.address(0),
            "it does not reach port 10250 of " + machines.address(1));
    assertUntouched();
  }

  @Test
  @Order(5)
  void a_full_disk_names_host_and_path() throws Exception {
    String full = machines.address(1);
    machines.accidents().kill(full);
    Path disk = machines.disk(1, "sealer");
    Mounts.tmpfs(disk, "size=64m");
    machines.accidents().restart(full);

    Outcome outcome = run(sealer, Images.APP, machines.address(0), full).exited(1);
    assertThat(outcome.said())
        .contains(full, "/var/lib/sealer", "hint")
        .containsIgnoringCase("space");

    machines.accidents().kill(full);
    Mounts.unmount(disk);
    machines.accidents().restart(full);
  }

  /** As from the packages of a distribution, set up for the cluster as the documentation asks. */
  @Test
  @Order(5)
  void somebody_has_a_containerd_of_his_own_on_a_host() throws Exception {
    Path context = Settings.cache().resolve("kubernetes/" + Settings.KUBERNETES + "/context");
    Path theirs = Files.createDirectories(machines.disk(1, "misc").resolve("theirs"));
    for (String program : List.of("containerd", "containerd-shim-runc-v2", "runc")) {
      Files.copy(
          context.resolve("cri/bin").resolve(program),
          theirs.resolve(program),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    String config = "# theirs\n" + Files.readString(context.resolve("etc/containerd.toml"));
    Files.writeString(theirs.resolve("config.toml"), config);
    String unit = Files.readString(context.resolve("etc/containerd.service"));
    Files.writeString(
        theirs.resolve("containerd.service"), unit.replace("/usr/local/bin", "/usr/bin"));
    machines
        .on(
            1,
            "cd /var/lib/misc/theirs; ln -s $PWD/containerd* $PWD/runc /usr/bin/;"
                + " mkdir /etc/containerd; cp config.toml /etc/containerd/;"
                + " cp containerd.service /lib/systemd/system/;"
                + " systemctl daemon-reload; systemctl -q enable --now containerd")
        .succeeded();
    assertTheirContainerdRuns();
  }

  private void assertTheirContainerdRuns() {
    machines
        .on(
            1,
            "systemctl is-active containerd"
                + " && cmp /etc/containerd/config.toml /var/lib/misc/theirs/config.toml")
        .succeeded();
    assertThat(machines.on(1, "readlink /proc/$(pgrep -x containerd)/exe").succeeded().out())
        .isEqualTo("/var/lib/misc/theirs/containerd\n");
  }

  @Test
  @Order(6)
  void there_is_space_again_and_a_host_that_reboots_while_it_joins_is_named_with_its_step()
      throws Exception {
    String rebooted = machines.address(1);
    String joining = rebooted + "/kubelet-start";
    var command = new ArrayList<>(command(Images.APP, machines.address(0), rebooted));
    command.add("--events");
    try (Program.Running running = sealer.start("", command.toArray(String[]::new))) {
      running.awaitSaid(
          "\"type\":\"started\",\"host\":\"%s\",\"step\":\"%s\"".formatted(rebooted, joining));
      machines.accidents().restart(rebooted);
      Outcome outcome = running.await().exited(1);

      List<JsonNode> events = outcome.jsonLines();
      assertThat(events)
          .filteredOn(event -> event.path("type").asString().equals("failed"))
          .isNotEmpty()
          .allSatisfy(
              failed -> {
                assertThat(failed.path("host").asString()).isEqualTo(rebooted);
                assertThat(failed.path("step").asString()).startsWith(rebooted + "/");
                assertThat(failed.path("error").path("message").asString()).contains("connection");
                assertThat(failed.path("error").path("hint").asString()).isNotBlank();
              });
      assertThat(outcome.err())
          .contains("error: " + rebooted + ": " + rebooted + "/", "hint: ")
          .contains("run the same command again");
    }
  }

  @Test
  @Order(7)
  void the_same_command_makes_the_cluster_of_what_full_disk_and_reboot_have_left()
      throws Exception {
    String rebooted = machines.address(1);
    run(sealer, Images.APP, machines.address(0), rebooted).succeeded();
    KubeCluster cluster = KubeCluster.of(sealer, CLUSTER);
    assertThat(cluster.readyNodes()).containsExactlyInAnyOrderElementsOf(machines.addresses());
    assertThat(cluster.ask(rebooted)).startsWith("Hello from hello-");
    assertThat(run(sealer, Images.APP, machines.address(0), rebooted).succeeded().said())
        .contains("nothing to do");
    assertTheirContainerdRuns();
  }

  @Test
  @Order(8)
  void delete_with_an_unreachable_host_says_so_and_cleans_the_others_when_told_to_forget_it()
      throws Exception {
    machines.accidents().kill(machines.address(1));
    Outcome refused = sealer.run("delete", CLUSTER, "--force").exited(1);
    assertThat(refused.said()).contains(machines.address(1), "hint");
    String[] forgetting = {"delete", CLUSTER, "--force", "--forget-unreachable"};
    assertThat(sealer.run(forgetting).succeeded().said())
        .contains(machines.address(1) + " was not cleaned");
    assertUntouched();

    machines.accidents().restart(machines.address(1));
    Outcome stray = run(sealer, Images.APP, machines.address(0), machines.address(1)).exited(1);
    String cleaning = "sealer delete %s --hosts %s".formatted(CLUSTER, machines.address(1));
    assertThat(stray.said()).contains(machines.address(1), cleaning);
    sealer.run("delete", CLUSTER, "--hosts", machines.address(1), "--force").succeeded();
    machines
        .on(1, "test ! -e /var/lib/sealer/ledger.jsonl && test ! -e /etc/kubernetes")
        .succeeded();
    assertTheirContainerdRuns();
  }

  private void assertUntouched() throws InterruptedException {
    assertThat(untouched.changes(machines, 0)).isEmpty();
  }
}
