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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.function.ThrowingSupplier;

/**
 * An image goes from one machine to another, by a registry and by a file, and is run on servers
 * that exist. The same two servers are used again after a delete, which shows that it leaves them
 * clean.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliveryIT {
  private static final String CLUSTER = "site";
  private final Workspace workspace = made(() -> Workspace.create("delivery"));
  private final Workspace other = made(() -> Workspace.create("delivery-other"));
  private final PrivateRegistry registry = made(() -> PrivateRegistry.start(workspace));
  private final Machines machines = made(() -> Machines.make(workspace, 2));
  private final HostSnapshot untouched = HostSnapshot.of(machines, 0);
  private final Program sealer = workspace.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);

  private static <T> T made(ThrowingSupplier<T> maker) {
    try {
      return maker.get();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  void take_images() {
    workspace.takeImagesOf(Images.built());
  }

  @AfterAll
  void remove_everything() throws Exception {
    registry.close();
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
        sealer
            .feed(
                "not-the-password\n",
                "login",
                registry.host(),
                "-u",
                PrivateRegistry.USER,
                "--password-stdin")
            .exited(1);
    assertThat(wrong.said()).contains(registry.host()).doesNotContain("not-the-password");
    sealer
        .feed(
            PrivateRegistry.PASSWORD + "\n",
            "login",
            registry.host(),
            "-u",
            PrivateRegistry.USER,
            "--password-stdin")
        .succeeded();
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
