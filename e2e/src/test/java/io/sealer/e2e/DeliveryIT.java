package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.HostSnapshot;
import io.sealer.e2e.harness.Images;
import io.sealer.e2e.harness.KubeCluster;
import io.sealer.e2e.harness.Machines;
import io.sealer.e2e.harness.Outcome;
import io.sealer.e2e.harness.PrivateRegistry;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Workspace;
import io.sealer.oci.registry.testing.TokenRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * An image goes from one machine to another, by a registry and by a file, and is run on servers
 * that exist. The same two servers are used again after a delete, which shows that it leaves them
 * clean.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliveryIT {
  private static final String CLUSTER = "site";

  /** As hosts show the login to a registry. */
  private static final String BASIC =
      Base64.getEncoder()
          .encodeToString(
              (PrivateRegistry.USER + ":" + PrivateRegistry.PASSWORD)
                  .getBytes(StandardCharsets.UTF_8));

  /** Under all of its names, with its content. */
  private static final String FORGET_HELLO =
      """
      digest=$(ctr -n k8s.io images ls | awk '/\\/hello/ { print $3; exit }')
      ctr -n k8s.io images ls | awk -v d="$digest" 'd && $3 == d { print $1 }' | xargs -r ctr -n k8s.io images rm --sync
      """;

  private final Workspace workspace = Workspace.create("delivery");
  private final Workspace other = Workspace.create("delivery-other");
  private final PrivateRegistry registry = PrivateRegistry.start(workspace);
  private final Machines machines = Machines.make(workspace, 2);
  private final HostSnapshot untouched = HostSnapshot.of(machines, 0);
  private final Program sealer = workspace.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);

  private Optional<PrivateRegistry> outside = Optional.empty();

  @BeforeAll
  void take_images() {
    workspace.takeImagesOf(Images.built());
  }

  @AfterAll
  void remove_everything() throws Exception {
    registry.close();
    if (outside.isPresent()) {
      outside.get().close();
    }
    other.close();
    workspace.close();
  }

  private String remoteName() {
    return registry.host() + "/e2e/" + Images.APP;
  }

  @Test
  @Order(1)
  void a_registry_that_wants_a_login_gets_one_or_says_how() throws Exception {
    Outcome refused = sealer.run("push", Images.APP, remoteName()).exited(1);
    assertThat(refused.said())
        .contains(registry.host())
        .contains("sealer login " + registry.host());
    Outcome wrong =
        login(sealer, registry.host(), PrivateRegistry.USER, "not-the-password").exited(1);
    assertThat(wrong.said()).contains(registry.host()).doesNotContain("not-the-password");
    login(sealer, registry.host(), PrivateRegistry.USER, PrivateRegistry.PASSWORD).succeeded();
    sealer.run("push", Images.APP, remoteName()).succeeded();
  }

  @Test
  @Order(2)
  void an_image_runs_from_the_registry_when_the_store_is_gone() throws Exception {
    Program.of("rm", "-rf", workspace.home().resolve("store").toString()).run().succeeded();
    assertThat(sealer.run("images").succeeded().out()).doesNotContain("hello");
    run(sealer, remoteName()).succeeded();
    assertAnswers(sealer);
  }

  @Test
  @Order(3)
  void delete_leaves_the_hosts_as_they_were() throws Exception {
    sealer.run("delete", CLUSTER, "--force").succeeded();
    assertThat(untouched.changes(machines, 0)).isEmpty();
  }

  @Test
  @Order(4)
  void an_image_saved_to_a_file_is_loaded_elsewhere_whole() throws Exception {
    Path file = workspace.path().resolve("hello.tar");
    sealer.run("pull", remoteName()).succeeded();
    sealer.run("save", remoteName(), "-o", file.toString()).succeeded();
    Program elsewhere = other.sealer();
    elsewhere.run("load", "-i", file.toString()).succeeded();
    assertThat(elsewhere.run("inspect", remoteName(), "-o", "json").succeeded().json())
        .isEqualTo(sealer.run("inspect", remoteName(), "-o", "json").succeeded().json());
  }

  @Test
  @Order(5)
  void a_run_that_was_killed_in_the_middle_is_continued_by_the_same_command() throws Exception {
    Program elsewhere = other.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);
    try (Program.Running killed = elsewhere.start("", command(remoteName()))) {
      awaitKubelet(killed);
      killed.kill();
    }
    Outcome again = run(elsewhere, remoteName()).succeeded();
    assertThat(again.said()).doesNotContain(Machines.PASSWORD);
    assertAnswers(elsewhere);
    elsewhere.run("delete", CLUSTER, "--force").succeeded();
    assertThat(untouched.changes(machines, 0)).isEmpty();
  }

  @Test
  @Order(6)
  void images_come_from_a_registry_of_the_user_and_hosts_hold_none() throws Exception {
    outside = Optional.of(PrivateRegistry.startAt(workspace, gateway()));
    PrivateRegistry mine = outside.get();
    String[] endpoint = mine.host().split(":");
    String file =
        clusterfile(
            "externalRegistry: {domain: %s, port: %s, project: team, username: %s, ca: %s}"
                .formatted(endpoint[0], endpoint[1], PrivateRegistry.USER, mine.ca()));
    assertThat(sealer.run("run", "-f", file).exited(1).said())
        .contains("sealer login " + mine.host());
    login(sealer, mine);

    sealer.run("run", "-f", file, "--mode", "loadImage").succeeded();
    for (int host = 0; host < 2; host++) {
      assertThat(machines.on(host, "ctr -n k8s.io images ls -q").out().lines())
          .contains("sealer.io/kube/pause:3.2");
      assertThat(machines.on(host, "ls /etc/kubernetes").exit()).isNotZero();
    }

    Outcome made = sealer.run("run", "-f", file).succeeded();

    assertAnswers(sealer);
    assertThat(made.said()).doesNotContain(PrivateRegistry.PASSWORD).doesNotContain(BASIC);
    assertThat(mine.log()).contains("containerd/");
    String secret = "stat -c %a /etc/containerd/config.toml /etc/containerd/certs.d/*/*.toml";
    assertThat(machines.on(0, secret).out().lines()).hasSize(4).containsOnly("600");
    String places = "/etc /var/lib/sealer /var/log /run/log -not -path '/etc/containerd/*.toml'";
    String search =
        "find %s -type f -exec grep -lF -e '%s' -e '%s' {} + 2>/dev/null || true"
            .formatted(places, BASIC, PrivateRegistry.PASSWORD);
    assertThat(machines.on(0, search).out()).isEmpty();
    assertThat(sealer.run("run", "-f", file).succeeded().said()).contains("nothing to do");
    assertGoesOnElsewhere(mine);
  }

  private static void login(Program program, PrivateRegistry registry) {
    String ca = registry.ca().toString();
    login(program, registry.host(), PrivateRegistry.USER, PrivateRegistry.PASSWORD, "--ca", ca)
        .succeeded();
  }

  private static Outcome login(
      Program program, String host, String user, String password, String... more) {
    var arguments = new ArrayList<>(List.of("login", host, "-u", user, "--password-stdin"));
    arguments.addAll(List.of(more));
    return program.feed(password + "\n", arguments.toArray(String[]::new));
  }

  /** Another machine has the registry's authority from the cluster, not from our file. */
  private void assertGoesOnElsewhere(PrivateRegistry registry) {
    Program elsewhere = other.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);
    elsewhere.run("adopt", machines.address(0)).succeeded();
    Path learned = other.home().resolve("clusters").resolve(CLUSTER).resolve("Clusterfile");
    Path authority = learned.resolveSibling("registry-ca.crt");
    assertThat(learned).content().contains("ca: " + authority);
    assertThat(authority).hasSameTextualContentAs(registry.ca());
    login(elsewhere, registry);
    assertThat(elsewhere.run("run", "-f", learned.toString()).succeeded().said())
        .contains("nothing to do");
  }

  @Test
  @Order(7)
  void hosts_also_pull_from_a_registry_that_takes_nothing_but_tokens() throws Exception {
    String gateway = gateway();
    try (TokenRegistry tokens = PrivateRegistry.withTokens(workspace, gateway)) {
      String ca = tokens.ca().toString();
      login(sealer, tokens.host(), TokenRegistry.USER, TokenRegistry.PASSWORD, "--ca", ca)
          .succeeded();
      String file =
          clusterfile(
              "externalRegistry: {domain: %s, port: %s, project: team, ca: %s}"
                  .formatted(gateway, tokens.port(), ca));
      sealer.run("run", "-f", file).succeeded();
      outside.orElseThrow().close(); // nothing comes from there any more
      outside = Optional.empty();

      int pushed = tokens.granted().size();
      KubeCluster cluster = KubeCluster.of(sealer, CLUSTER);
      cluster.kubectl("scale", "deployment", "hello", "--replicas=0").succeeded();
      String gone = "--for=delete";
      cluster.kubectl("wait", "pod", "-l", "app=hello", gone, "--timeout=60s").succeeded();
      for (int host = 0; host < 2; host++) {
        machines.on(host, FORGET_HELLO).succeeded();
      }
      cluster.kubectl("scale", "deployment", "hello", "--replicas=2").succeeded();
      cluster.kubectl("rollout", "status", "deployment", "hello", "--timeout=120s").succeeded();
      assertThat(tokens.granted().subList(pushed, tokens.granted().size()))
          .contains("repository:team/demo/hello:pull")
          .allMatch(scope -> scope.endsWith(":pull"));
    }
  }

  @Test
  @Order(8)
  void the_same_cluster_takes_its_images_from_a_host_that_is_named() throws Exception {
    String file =
        clusterfile(
            "localRegistry: {domain: images.e2e, deployHosts: [%s]}"
                .formatted(machines.address(1)));

    sealer.run("run", "-f", file).succeeded();

    String rules = "cat /etc/containerd/certs.d/*/hosts.toml; ls /etc/containerd/certs.d";
    assertThat(machines.on(0, rules).out()).doesNotContain("Basic").doesNotContain("team");
    assertThat(machines.on(0, "cat /etc/containerd/config.toml").out()).doesNotContain("auth");
    String image = "ctr -n k8s.io images pull --hosts-dir /etc/containerd/certs.d ";
    for (String name : List.of("images.e2e:5000/", "sea.hub:5000/")) {
      for (int host = 0; host < 2; host++) {
        Outcome pulled = machines.on(host, image + name + "kube/pause:3.2 2>&1");
        assertThat(pulled.exit()).as(pulled.out()).isZero();
      }
    }
    assertAnswers(sealer);
    sealer.run("delete", CLUSTER, "--force").succeeded();
    assertThat(untouched.changes(machines, 0)).isEmpty();
  }

  /** This machine as hosts reach it. */
  private String gateway() {
    return machines.on(0, "ip route show default").out().strip().split(" ")[2];
  }

  /** The path of the cluster's file with this registry. */
  private String clusterfile(String registry) throws IOException {
    String text =
        """
        apiVersion: sealer.io/v2
        kind: Cluster
        metadata: {name: %s}
        spec:
          image: %s
          hosts:
          - {ips: [%s], roles: [master]}
          - {ips: [%s], roles: [node]}
          registry:
            %s
        """
            .formatted(CLUSTER, remoteName(), machines.address(0), machines.address(1), registry);
    return Files.writeString(workspace.path().resolve("Clusterfile"), text).toString();
  }

  /** The middle: the master is being made. */
  private void awaitKubelet(Program.Running running) {
    long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
    while (machines.on(0, "test -e /etc/kubernetes/manifests/etcd.yaml").exit() != 0) {
      assertThat(running.isAlive()).as(running.said()).isTrue();
      assertThat(System.nanoTime()).as("etcd is to come up:\n" + running.said()).isLessThan(end);
    }
  }

  private String[] command(String image) {
    return List.of(
            "run",
            image,
            "-m",
            machines.address(0),
            "-n",
            machines.address(1),
            "--cluster-name",
            CLUSTER)
        .toArray(String[]::new);
  }

  private Outcome run(Program program, String image) {
    return program.run(command(image));
  }

  private void assertAnswers(Program program) {
    KubeCluster cluster = KubeCluster.of(program, CLUSTER);
    assertThat(cluster.readyNodes()).containsExactlyInAnyOrderElementsOf(machines.addresses());
    for (String address : machines.addresses()) {
      assertThat(cluster.ask(address)).startsWith("Hello from hello-");
    }
  }
}
