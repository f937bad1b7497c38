package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.Images;
import io.sealer.e2e.harness.KubeCluster;
import io.sealer.e2e.harness.Outcome;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Settings;
import io.sealer.e2e.harness.Workspace;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.provider.container.Accidents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
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

/** What a newcomer does: build, run on hosts made for it, look, run again, delete. One cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {
  private static final String CLUSTER = "line";
  private final Workspace workspace = Workspace.create("quickstart");
  private final Program sealer = workspace.sealer();

  @BeforeAll
  void take_images() {
    workspace.takeImagesOf(Images.built());
  }

  @AfterAll
  void remove_everything() {
    workspace.close();
  }

  @Test
  @Order(1)
  void the_lock_names_every_image_of_base_and_application() {
    JsonNode image = sealer.run("inspect", Images.APP, "-o", "json").succeeded().json();
    assertThat(lockedNames(image))
        .contains(
            "sealer.io/demo/hello:1.0",
            "sealer.io/kube/kube-apiserver:" + Settings.KUBERNETES,
            "sealer.io/kube/kube-proxy:" + Settings.KUBERNETES);
    String version = "cluster.alpha.sealer.io/cluster-runtime-version";
    assertThat(image.path("labels").path(version).asString()).isEqualTo(Settings.KUBERNETES);
  }

  @Test
  @Order(2)
  void an_unchanged_build_carries_out_nothing_and_takes_at_most_a_second() {
    // Where nothing is cached yet, the first of these fills the cache.
    Images.buildApp(sealer).succeeded();
    Outcome build = fastest(() -> Images.buildApp(sealer));
    assertThat(build.said()).contains("0 instructions carried out");
    // The second is promised on an idle machine, as is a tenth of it for printing the version.
    double load = fastest(() -> sealer.run("version")).took().toMillis() / 100.0;
    assertThat(build.took().toMillis()).isLessThanOrEqualTo((long) (1000 * Math.max(1, load)));
  }

  private static Outcome fastest(Supplier<Outcome> command) {
    return IntStream.range(0, 5)
        .mapToObj(i -> command.get().succeeded())
        .min(Comparator.comparing(Outcome::took))
        .orElseThrow();
  }

  @Test
  @Order(3)
  void one_command_makes_hosts_and_a_cluster_whose_nodes_are_all_ready() {
    run().succeeded();
    assertThat(cluster().readyNodes()).hasSize(3);
    JsonNode status = sealer.run("status", CLUSTER, "-o", "json").succeeded().json();
    assertThat(status.path("hosts").size()).isEqualTo(3);
    assertThat(Files.isRegularFile(cluster().kubeconfig())).isTrue();
  }

  @Test
  @Order(4)
  void the_application_answers_through_its_node_port_on_every_node() {
    for (String address : cluster().readyNodes()) {
      assertThat(cluster().ask(address)).startsWith("Hello from hello-");
    }
  }

  @Test
  @Order(5)
  void every_pod_runs_from_a_name_as_it_is_written_and_nothing_is_pulled_from_outside() {
    var image = sealer.run("inspect", Images.APP, "-o", "json").succeeded().json();
    assertThat(lockedNames(image)).containsAll(cluster().podImages());
    assertThat(cluster().podImages()).contains("sealer.io/demo/hello:1.0");
    assertThat(cluster().all("pods"))
        .allSatisfy(
            pod -> assertThat(pod.path("status").path("phase").asString()).isEqualTo("Running"));
    assertThat(cluster().all("events"))
        .extracting(event -> event.path("reason").asString() + event.path("message").asString())
        .noneMatch(text -> text.contains("ErrImagePull") || text.contains("ImagePullBackOff"));
  }

  @Test
  @Order(6)
  void running_the_same_again_says_nothing_to_do_and_restarts_nothing() {
    cluster().awaitPods();
    List<String> before = pods();
    Outcome again = run().succeeded();
    assertThat(again.said()).containsIgnoringCase("nothing to do");
    assertThat(pods()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void a_host_whose_power_failed_comes_back_with_the_same_command() throws Exception {
    String worker =
        cluster().readyNodes().stream().filter(a -> !a.endsWith(".11")).findFirst().orElseThrow();
    new Accidents(CLUSTER, new ProviderSite(workspace.home(), Settings.cache())).kill(worker);
    run().succeeded();
    assertThat(
            cluster()
                .kubectl("wait", "node", "--all", "--for=condition=Ready", "--timeout=90s")
                .succeeded()
                .out())
        .contains("condition met");
    assertThat(cluster().ask(worker)).startsWith("Hello from hello-");
  }

  @Test
  @Order(8)
  void delete_removes_the_cluster_and_the_hosts_made_for_it() throws Exception {
    Path kubeconfig = cluster().kubeconfig();
    sealer.run("delete", CLUSTER, "--force").succeeded();
    assertThat(sealer.run("status", CLUSTER).exited(1).said()).contains(CLUSTER);
    assertThat(kubeconfig).doesNotExist();
    try (Stream<Path> left = Files.walk(workspace.home().resolve("hosts"))) {
      assertThat(left.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .allMatch(name -> name.equals(".lock"));
    }
    assertThat(Files.readString(Path.of("/proc/self/mounts")))
        .doesNotContain(workspace.home() + "/hosts");
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(p -> p.info().commandLine().orElse("").contains(workspace.home() + "/hosts"));
  }

  /** A master and two workers, made for the cluster. */
  private Outcome run() {
    return sealer.run(
        "run",
        Images.APP,
        "--provider",
        "CONTAINER",
        "-m",
        "1",
        "-n",
        "2",
        "--cluster-name",
        CLUSTER);
  }

  private KubeCluster cluster() {
    return KubeCluster.of(sealer, CLUSTER);
  }

  private List<String> pods() {
    return cluster().all("pods").stream()
        .map(
            pod ->
                pod.path("metadata").path("uid").asString()
                    + pod.path("status").path("containerStatuses").path(0).path("restartCount"))
        .sorted()
        .toList();
  }

  private static List<String> lockedNames(JsonNode image) {
    var names = new ArrayList<String>();
    image.path("workloadImages").forEach(entry -> names.add(entry.path("name").asString()));
    return names;
  }
}
