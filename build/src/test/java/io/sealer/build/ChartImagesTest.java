package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.discovery.Defect;
import io.sealer.build.discovery.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of charts, rendered by the real engine. */
class ChartImagesTest {
  // The engine is unpacked once for all tests.
  private static final HelmRenderer HELM = new HelmRenderer(Path.of("target/engine"));

  @TempDir Path context;
  @TempDir Path work;

  @BeforeEach
  void copy_the_chart() throws IOException {
    Path charts = Path.of("src/test/resources/charts");
    try (var walk = Files.walk(charts)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        write(charts.relativize(file).toString(), Files.readString(file));
      }
    }
  }

  private void write(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }

  private Findings build(String... kubefile) throws Exception {
    Path file = Files.writeString(context.resolve("Kubefile"), String.join("\n", kubefile) + "\n");
    return new FindImages(HELM, work).inBuild(context, file, Map.of());
  }

  private Findings directory() throws IOException {
    return new FindImages(HELM, work).inDirectory(context);
  }

  /** {@code NAME FILE:LINE}, the registry's name left out where it is the usual one. */
  private static List<String> told(Findings findings) {
    assertThat(findings.defects()).isEmpty();
    var told = new ArrayList<String>();
    findings
        .images()
        .forEach(
            (name, sources) ->
                told.add(
                    name.toString().replace("quay.io/shop/", "")
                        + " "
                        + sources.getFirst().file().replace("shop/", "")
                        + ":"
                        + sources.getFirst().line()));
    return told;
  }

  @Test
  void a_chart_that_nobody_launches_is_rendered_with_its_own_values() throws Exception {
    assertThat(told(directory()))
        .containsExactly(
            "docker.io/library/busybox:1.36 templates/deployment.yaml:10",
            "agent:1.2 Chart.yaml:8",
            "cache:0.1 charts/cache/values.yaml:1",
            "for-new:1 templates/ingress.yaml:5",
            "migrate:1.2 values.yaml:6",
            "web:1.2 values.yaml:4");
  }

  @Test
  void the_chart_itself_may_be_asked_about() throws Exception {
    var found = new FindImages(HELM, work).inDirectory(context.resolve("shop"));
    assertThat(told(found)).hasSize(6).contains("agent:1.2 Chart.yaml:8", "web:1.2 values.yaml:4");
  }

  @Test
  void values_namespace_and_version_are_those_of_the_launch_command() throws Exception {
    assertThat(
            told(
                build(
                    "FROM scratch",
                    "APP shop local://shop",
                    "APPCMDS shop [\"set -e; NS=prod\", \"sh -c 'helm -n prod upgrade --install web"
                        + " . -f prod.yaml --set cache.enabled=false --set-string"
                        + " migrate=quay.io/shop/other:2' && true\"]",
                    "KUBEVERSION >=1.20 <1.24",
                    "LAUNCH [\"shop\"]")))
        .containsExactly(
            "docker.io/library/busybox:1.36 templates/deployment.yaml:10",
            "agent:1.2 Chart.yaml:8",
            "audit:1 templates/deployment.yaml:16",
            "for-old:1 templates/ingress.yaml:10",
            "metrics:0.1 charts/metrics/values.yaml:1",
            "other:2 Kubefile:3",
            "web:1.2-prod values.yaml:4");
  }

  @Test
  void the_version_that_the_image_says_it_brings_counts_most() throws Exception {
    assertThat(
            told(
                build(
                    "FROM scratch",
                    "LABEL cluster.alpha.sealer.io/cluster-runtime-version=v1.18.3",
                    "APP shop local://shop",
                    "KUBEVERSION >=1.25",
                    "LAUNCH [\"shop\"]")))
        .contains("for-old:1 templates/ingress.yaml:10");
  }

  @Test
  void a_chart_is_launched_without_commands_too() throws Exception {
    assertThat(
            build("FROM scratch", "APP shop local://shop", "LAUNCH [\"shop\"]").images().keySet())
        .hasSize(6);
  }

  @Test
  void a_launched_chart_that_cannot_be_rendered_is_told_with_the_command() throws Exception {
    write(
        "shop/templates/broken.yaml",
        "x: {{ required \"a password is needed\" .Values.password }}\n");
    assertThat(
            build("FROM scratch", "COPY shop charts/shop", "CMDS [\"helm install s charts/shop\"]")
                .defects())
        .singleElement()
        .asString()
        .startsWith("Kubefile:3: chart shop: ")
        .contains("a password is needed");
    assertThat(directory().defects()).isEmpty();
    assertThat(directory().notes())
        .extracting(Defect::toString)
        .anyMatch(note -> note.startsWith("shop: is a chart that cannot be rendered"));
  }

  @Test
  void a_missing_dependency_is_named_and_not_asked_for() throws Exception {
    write(
        "shop/Chart.yaml",
        """
        apiVersion: v2
        name: shop
        version: 1.0.0
        dependencies:
        - {name: postgres, version: 1.x, repository: 'https://charts.example'}
        """);
    assertThat(build("FROM scratch", "APP shop local://shop").defects())
        .singleElement()
        .asString()
        .contains("postgres");
  }

  @Test
  void a_packed_chart_is_a_chart() throws Exception {
    new ProcessBuilder(
            "tar", "-C", context.toString(), "-czf", context.resolve("shop.tgz").toString(), "shop")
        .start()
        .waitFor();
    var found =
        build("FROM scratch", "COPY shop.tgz charts/", "CMDS [\"helm install s charts/shop.tgz\"]");
    assertThat(found.defects()).isEmpty();
    assertThat(found.images()).hasSize(5);
  }

  @Test
  void links_lead_to_sub_charts_and_templates_elsewhere_in_the_image() throws Exception {
    write(
        "apps/web/Chart.yaml",
        "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: common, version: 1.x}]\n");
    write("apps/common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 1.0.0\n");
    write("apps/common/values.yaml", "image: quay.io/shop/common:1\n");
    write(
        "apps/common/templates/pod.yaml",
        "kind: Pod\napiVersion: v1\nspec: {containers: [{image: '{{ .Values.image }}'}]}\n");
    write("apps/web/values.yaml", "image: quay.io/shop/web:2\n");
    link("apps/web/charts/common", "../../common");
    link("apps/web/templates/pod.yaml", "../../common/templates/pod.yaml");
    // What lies outside is not followed.
    link("apps/web/charts/outside", "../../../../outside");
    assertThat(told(launchedWeb()))
        .containsExactly("common:1 apps/common/values.yaml:1", "web:2 apps/web/values.yaml:1");
  }

  @Test
  void a_sub_chart_with_an_alias_is_told_by_the_files_it_has() throws Exception {
    write(
        "apps/web/Chart.yaml",
        """
        apiVersion: v2
        name: web
        version: 1.0.0
        dependencies: [{name: db, alias: primary, version: 1.x}, {name: db, alias: replica, version: 1.x}]
        """);
    write("apps/web/charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n");
    write("apps/web/values.yaml", "primary: {image: 'quay.io/shop/primary:1'}\n");
    write("apps/web/charts/db/values.yaml", "image: quay.io/shop/db:1\n");
    write(
        "apps/web/charts/db/templates/pod.yaml",
        "kind: Pod\napiVersion: v1\nspec: {containers: [{image: '{{ .Values.image }}'}, {image: quay.io/shop/side:1}]}\n");
    assertThat(told(launchedWeb()))
        .containsExactly(
            "db:1 apps/web/charts/db/values.yaml:1",
            "primary:1 apps/web/values.yaml:1",
            "side:1 apps/web/charts/db/templates/pod.yaml:3");
  }

  /** The chart {@code apps/web} is launched. */
  private Findings launchedWeb() throws Exception {
    return build(
        "FROM scratch",
        "APP all local://apps",
        "APPCMDS all [\"helm install web web\"]",
        "LAUNCH [\"all\"]");
  }

  private void link(String path, String target) throws IOException {
    Path link = context.resolve(path);
    Files.createDirectories(link.resolveSibling("."));
    Files.createSymbolicLink(link, Path.of(target));
  }
}
