package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.Images;
import io.sealer.e2e.harness.KubeCluster;
import io.sealer.e2e.harness.Machines;
import io.sealer.e2e.harness.Outcome;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
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
 * Applications of every kind on one cluster of two servers: configured, listed, changed, upgraded,
 * added, removed; and nowhere a secret.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AppsIT {
  private static final String CLUSTER = "shop";
  private static final String ROOTFS = "/var/lib/sealer/data/" + CLUSTER + "/rootfs/";
  private static final String TAINTS = "{.items[*].spec.taints[*].key}";

  private final Workspace workspace = Workspace.create("apps");
  private final Machines machines = Machines.make(workspace, 2);
  private final Program sealer = workspace.sealer().with("SEALER_PASSWORD", Machines.PASSWORD);
  private final List<String> said = new ArrayList<>();

  @BeforeAll
  void build_images() throws IOException {
    workspace.takeImagesOf(Images.built());
    AppImages.build(workspace.path(), sealer);
  }

  private Path clusterfile(String greeting) throws IOException {
    return Files.writeString(
        workspace.path().resolve("Clusterfile"),
        """
        apiVersion: sealer.io/v2
        kind: Cluster
        metadata: {name: %s}
        spec:
          image: site:1
          env: [GREETING=%s, TOKEN=%s]
          hosts:
            - {ips: [%s], roles: [master]}
            - {ips: [%s], roles: [node], env: [ZONE=west], taints: ["%s:PreferNoSchedule"]}
        ---
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        maxPods: 50
        maxPodss: 60
        ---
        apiVersion: sealer.io/v1
        kind: Config
        metadata: {name: login}
        spec:
          appName: web
          path: login.yaml
          process: value|toJson|toBase64|toSecret
          data: "user.json: {name: admin, password: %s}"
        """
            .formatted(
                CLUSTER,
                greeting,
                AppSecrets.ENV,
                machines.address(0),
                machines.address(1),
                greeting,
                AppSecrets.CONFIG));
  }

  @AfterAll
  void remove_everything() {
    workspace.close();
  }

  private Outcome run(String... arguments) {
    Outcome outcome = sealer.run(arguments);
    said.add(outcome.said());
    return outcome;
  }

  private Outcome apply(String greeting) throws IOException {
    return run("apply", "-f", clusterfile(greeting).toString(), "--events");
  }

  private KubeCluster cluster() {
    return KubeCluster.of(sealer, CLUSTER);
  }

  private String value(String object, String jsonPath) {
    return cluster().kubectl("get", object, "-o", "jsonpath=" + jsonPath).succeeded().out();
  }

  private JsonNode app(String name) {
    JsonNode apps = run("apps", CLUSTER, "-o", "json").succeeded().json();
    return apps.values().stream()
        .filter(a -> a.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + apps));
  }

  @Test
  @Order(1)
  void files_differ_between_hosts_as_their_env_says_and_configs_make_secrets() throws Exception {
    assertThat(apply("hello").succeeded().said())
        .contains("\"warnings\":[\"KubeletConfiguration has no field 'maxPodss'");
    assertThat(value("nodes", "{.items[*].status.capacity.pods}")).isEqualTo("50 50");
    assertThat(value("nodes", TAINTS)).contains("hello");

    assertThat(machines.on(0, "cat " + ROOTFS + "etc/site.conf").out())
        .isEqualTo("hello " + machines.address(0) + " -\n");
    assertThat(machines.on(1, "cat " + ROOTFS + "etc/site.conf").out())
        .isEqualTo("hello " + machines.address(1) + " west\n");
    String login = value("secret/login", "{.data.user\\.json}");
    assertThat(new String(Base64.getDecoder().decode(login), StandardCharsets.UTF_8))
        .isEqualTo("{\"name\":\"admin\",\"password\":\"" + AppSecrets.CONFIG + "\"}");
    assertThat(app("web").path("state").asString()).isEqualTo("available");
    assertThat(app("kust").path("objects").get(0).path("name").asString()).isEqualTo("my-kust");
  }

  @Test
  @Order(2)
  void a_changed_variable_reaches_hosts_and_applications_though_the_image_is_the_same()
      throws Exception {
    assertThat(run("apply", "-f", clusterfile("hello").toString()).succeeded().said())
        .contains("nothing to do");
    JsonNode plan =
        run("plan", "-f", clusterfile("changed").toString(), "-o", "json").succeeded().json();
    assertThat(plan.path("steps").values().stream().map(s -> s.path("id").asString()))
        .contains(machines.address(1) + "/rootfs", machines.address(0) + "/app-web")
        .noneMatch(id -> id.endsWith("/images") || id.endsWith("/containerd"));
    apply("changed").succeeded();

    assertThat(machines.on(1, "cat " + ROOTFS + "etc/site.conf").out()).startsWith("changed ");
    assertThat(value("nodes", TAINTS)).contains("changed").doesNotContain("hello");
    assertThat(value("deployment/web", "{.spec.template.spec.containers[0].env[0].value}"))
        .isEqualTo("changed");
  }

  @Test
  @Order(3)
  void what_somebody_deletes_is_missing_and_the_next_apply_brings_it_back() throws Exception {
    cluster().kubectl("delete", "configmap/my-kust").succeeded();

    assertThat(app("kust").path("state").asString()).isEqualTo("missing");
    assertThat(app("kust").path("message").asString()).contains("my-kust is missing");
    apply("changed").succeeded();
    assertThat(app("kust").path("state").asString()).isEqualTo("available");
  }

  @Test
  @Order(4)
  void a_changed_unit_is_read_again_by_hosts_that_run_it() throws Exception {
    String unit = machines.on(1, "cat " + ROOTFS + "etc/containerd.service").out();
    String changed = unit.replace("[Service]", "[Service]\nEnvironment=SEEN=yes");
    Path file = clusterfile("changed");
    Files.writeString(
        file,
        """
        ---
        apiVersion: sealer.io/v1
        kind: Config
        metadata: {name: unit}
        spec:
          path: etc/containerd.service
          data: |
        """
            + changed.indent(4),
        StandardOpenOption.APPEND);

    run("apply", "-f", file.toString()).succeeded();

    for (int host = 0; host < 2; host++) {
      assertThat(machines.on(host, "systemctl show -p Environment containerd").out())
          .isEqualTo("Environment=SEEN=yes\n");
    }
    assertThat(app("web").path("state").asString()).isEqualTo("available");
  }

  @Test
  @Order(5)
  void an_application_image_is_added_upgraded_and_pruned_by_the_helm_engine() {
    assertThat(run("run", "chart:new", "--cluster-name", CLUSTER).exited(2).said())
        .contains("needs Kubernetes >=1.25.0-0");
    run("run", "chart:1", "--cluster-name", CLUSTER, "-e", "WORD=one").succeeded();
    assertThat(value("configmap/chart", "{.data.word}")).isEqualTo("one");
    run("run", "chart:2", "--cluster-name", CLUSTER, "-e", "WORD=two").succeeded();

    assertThat(value("configmap/chart", "{.data.word}")).isEqualTo("two");
    assertThat(cluster().kubectl("get", "configmap/chart-v1").exit()).isNotZero();
    assertThat(app("chart").path("image").asString()).isEqualTo("chart:2");
    assertThat(app("chart").path("objects")).hasSize(2);
    for (int host = 0; host < 2; host++) {
      assertThat(machines.on(host, "ls /var/lib/sealer/store/pins | grep -c ^image-").out())
          .as("names of site:1 and chart:2")
          .isEqualTo("2\n");
    }
  }

  @Test
  @Order(6)
  void an_application_of_another_image_is_not_taken_for_an_older_version() {
    assertThat(run("run", "blog:1", "--cluster-name", CLUSTER).exited(2).said())
        .contains("application web is in the cluster already, launched from image site:1")
        .contains("sealer delete " + CLUSTER + " --app web");

    assertThat(app("web").path("image").asString()).isEqualTo("site:1");
    assertThat(app("web").path("state").asString()).isEqualTo("available");
    cluster().kubectl("get", "deployment/web", "secret/login").succeeded();
    assertThat(cluster().kubectl("get", "configmap/blog").exit()).isNotZero();
    assertThat(run("apps", CLUSTER).succeeded().said()).doesNotContain("blog");
  }

  @Test
  @Order(7)
  void commands_of_an_application_image_run_once_and_the_cluster_has_nothing_to_do()
      throws Exception {
    run("run", "cmds:1", "--cluster-name", CLUSTER).succeeded();
    assertThat(app("commands-cmds").path("state").asString()).isEqualTo("launched");
    assertThat(run("run", "cmds:1", "--cluster-name", CLUSTER).succeeded().said())
        .contains("nothing to do");

    apply("changed").succeeded();
    assertThat(run("apply", "-f", clusterfile("changed").toString()).succeeded().said())
        .contains("nothing to do");
    assertThat(app("commands-cmds").path("image").asString()).isEqualTo("cmds:1");
  }

  @Test
  @Order(8)
  void removing_an_application_removes_what_it_made_and_nothing_else() {
    cluster().kubectl("create", "configmap", "of-the-user").succeeded();
    String apps = "/var/lib/sealer/data/" + CLUSTER + "/apps";
    assertThat(machines.on(0, "ls " + apps).out()).contains("chart");
    run("delete", CLUSTER, "--app", "chart,web", "--force").succeeded();

    String left =
        cluster().kubectl("get", "deployments,configmaps,secrets", "-o", "name").succeeded().out();
    assertThat(left)
        .contains("configmap/of-the-user", "configmap/my-kust")
        .doesNotContain("configmap/chart", "deployment.apps/web", "secret/login", "sh.helm");
    assertThat(machines.on(0, "ls " + apps).out()).doesNotContain("chart");
    assertThat(run("delete", CLUSTER, "--app", "nothing", "--force").exited(2).said())
        .contains("'nothing' is not launched");
  }

  @Test
  @Order(9)
  void what_commands_made_is_removed_by_the_commands_for_that_or_refused() throws Exception {
    Path file =
        Files.writeString(
            workspace.path().resolve("raw"),
            """
            apiVersion: sealer.io/v2
            kind: Cluster
            metadata: {name: %s}
            spec: {image: chart:2, appNames: [raw], env: [WORD=x]}
            ---
            apiVersion: sealer.io/v2
            kind: Application
            spec:
              configs: [{name: raw, delete: {cmds: [kubectl delete configmap raw]}}]
            """
                .formatted(CLUSTER));
    run("run", "chart:2", "--cluster-name", CLUSTER, "--apps", "raw", "-e", "WORD=x").succeeded();
    assertThat(run("delete", CLUSTER, "--app", "raw", "--force").exited(2).said())
        .contains("nobody knows what they made");
    cluster().kubectl("delete", "configmap/raw").succeeded();
    run("apply", "-f", file.toString()).succeeded();
    run("delete", CLUSTER, "--app", "raw", "--force").succeeded();

    assertThat(cluster().kubectl("get", "configmap/raw").exit()).isNotZero();
  }

  @Test
  @Order(10)
  void no_secret_is_in_what_was_said_in_the_journal_or_in_a_file_that_others_can_read()
      throws IOException {
    for (String secret : List.of(AppSecrets.ENV, AppSecrets.CONFIG, Machines.PASSWORD)) {
      assertThat(said).noneMatch(text -> text.contains(secret));
      assertThat(AppSecrets.readableByOthers(workspace.home().resolve("clusters"), secret))
          .isEmpty();
      assertThat(
              Files.readString(workspace.home().resolve("clusters/" + CLUSTER + "/journal.jsonl")))
          .doesNotContain(secret);
      for (int host = 0; host < 2; host++) {
        assertThat(AppSecrets.filesOn(machines, host, secret)).as(secret).isEmpty();
      }
    }
  }

  @Test
  @Order(11)
  void a_support_bundle_tells_of_hosts_and_cluster_and_no_secret() throws IOException {
    AppSecrets.makeMore(cluster(), machines);
    String bundle = workspace.home().resolve("support.tar.gz").toString();
    run("support-bundle", CLUSTER, "-o", bundle).succeeded();

    String names = Program.of("tar", "-tzf").run(bundle).succeeded().out();
    String in = "support-" + CLUSTER + "/";
    String host = in + "hosts/" + machines.address(0) + "/";
    assertThat(names.lines())
        .contains(in + "index.json", in + "Clusterfile", in + "journal.jsonl")
        .contains(in + "cluster/objects.txt", in + "cluster/etcd.txt", host + "kubelet.log")
        .contains(in + "hosts/" + machines.address(1) + "/agent.log");
    assertThat(member(bundle, in + "index.json")).contains("\"missing\" : [ ]");
    assertThat(member(bundle, in + "cluster/objects.txt")).contains("kube-apiserver-", "coredns");
    assertThat(member(bundle, in + "cluster/etcd.txt")).contains("started");
    assertThat(member(bundle, in + "cluster/troubled-pods.txt"))
        .contains("sealer.io/demo/none:1", "DB_PASSWORD:", "[removed]", "GREETING:", "hello");
    assertThat(member(bundle, host + "kubernetes.txt"))
        .contains("name: API_TOKEN", "value: [removed]", "value: hello");
    String all = Program.of("tar", "-xzOf").run(bundle).succeeded().out();
    for (String secret : AppSecrets.all()) {
      String encoded = AppSecrets.base64(secret);
      // Its last characters depend on what follows.
      String base64 = encoded.substring(0, encoded.length() - 4);
      assertThat(all.contains(secret)).as("a secret is in the bundle").isFalse();
      assertThat(all.contains(base64)).as("a secret is in the bundle in base64").isFalse();
    }
    assertThat(all).doesNotContain("PRIVATE KEY");
  }

  private static String member(String bundle, String name) {
    return Program.of("tar", "-xzOf").run(bundle, name).succeeded().out();
  }
}
