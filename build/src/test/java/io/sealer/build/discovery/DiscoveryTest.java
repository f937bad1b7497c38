package io.sealer.build.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final Discovery discovery = new Discovery();

  @Test
  void pods_of_every_kind_name_their_images_with_file_and_line() throws IOException {
    offer(
        "application/apps/shop/all.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        spec:
          template:
            spec:
              initContainers: [{name: i, image: init}]
              containers:
              - name: a
                image: quay.io/x/a:1@sha256:%s
                env: [{name: image, value: not/an:image}]
              volumes: [{name: v, image: {reference: "vol:2"}}]
        ---
        apiVersion: batch/v1
        kind: CronJob
        spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: 'cron:3'}]}}}}}
        ---
        apiVersion: v1
        kind: List
        items:
        - {kind: Pod, apiVersion: v1, spec: {containers: [{image: pod:4}]}}
        ---
        apiVersion: monitoring.coreos.com/v1
        kind: Prometheus
        spec: {image: "quay.io/prometheus/prometheus:v2"}
        """
            .formatted("a".repeat(64)));
    assertThat(discovery.findings().defects()).isEmpty();
    assertThat(discovery.findings().images().keySet())
        .extracting(Reference::toString)
        .containsExactly(
            "docker.io/library/cron:3",
            "docker.io/library/init:latest",
            "docker.io/library/pod:4",
            "docker.io/library/vol:2",
            "quay.io/prometheus/prometheus:v2",
            "quay.io/x/a:1@sha256:" + "a".repeat(64));
    assertThat(discovery.findings().images().get(Reference.parse("init")))
        .containsExactly(new Source("application/apps/shop/all.yaml", 6, "yaml Deployment"));
  }

  @Test
  void text_that_looks_like_an_image_is_none() throws IOException {
    offer(
        "manifests/map.yaml",
        "kind: ConfigMap\napiVersion: v1\ndata:\n  image: nginx:1\n  x: |\n    image: redis:2\n");
    offer("manifests/crd.yaml", "kind: CustomResourceDefinition\nspec: {image: parameter.image}\n");
    offer("application/apps/chart/templates/x.yaml", "image: {{ .Values.image }}\n");
    offer("bin/pod.yaml", "kind: Pod\nspec: {containers: [{image: elsewhere}]}\n");
    assertThat(discovery.findings()).isEqualTo(new Findings(new TreeMap<>(), List.of()));
  }

  @Test
  void the_image_list_has_comments_and_blank_lines() throws IOException {
    offer("manifests/imageList", "# images\n\nnginx:1.25  # web\n  quay.io/a/b:2\n");
    assertThat(discovery.findings().images())
        .containsEntry(
            Reference.parse("nginx:1.25"),
            List.of(new Source("manifests/imageList", 3, "imageList")))
        .hasSize(2);
  }

  @Test
  void an_invalid_name_is_told_with_its_place() throws IOException {
    offer("manifests/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: Nginx:1\n");
    assertThat(discovery.findings().defects())
        .singleElement()
        .asString()
        .contains("manifests/pod.yaml:4: ")
        .contains("upper-case");
  }

  @Test
  void broken_yaml_and_exploding_aliases_are_told_with_their_place() throws IOException {
    offer("manifests/broken.yaml", "kind: Pod\nspec: [\n");
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [*a")
          .append(i - 1)
          .append(", *a")
          .append(i - 1)
          .append("]\n");
    }
    offer("manifests/bomb.yaml", "kind: Pod\n" + bomb);
    assertThat(discovery.findings().defects())
        .extracting(Defect::file)
        .contains("manifests/broken.yaml");
  }

  private void offer(String path, String content) throws IOException {
    discovery.offer(path, () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }
}
