package io.sealer.build.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final Offered files = new Offered();

  @Test
  void pods_of_every_kind_name_their_images_with_file_and_line() throws IOException {
    files.offer(
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
    assertThat(files.findings().defects()).isEmpty();
    assertThat(files.findings().images().keySet())
        .extracting(Reference::toString)
        .containsExactly(
            "docker.io/library/cron:3",
            "docker.io/library/init:latest",
            "docker.io/library/pod:4",
            "docker.io/library/vol:2",
            "quay.io/prometheus/prometheus:v2",
            "quay.io/x/a:1@sha256:" + "a".repeat(64));
    assertThat(files.findings().images().get(Reference.parse("init")))
        .containsExactly(new Source("application/apps/shop/all.yaml", 6, "yaml Deployment"));
  }

  @Test
  void text_that_looks_like_an_image_is_none() throws IOException {
    files.offer(
        "manifests/map.yaml",
        "kind: ConfigMap\napiVersion: v1\ndata:\n  image: nginx:1\n  x: |\n    image: redis:2\n");
    files.offer(
        "manifests/crd.yaml", "kind: CustomResourceDefinition\nspec: {image: parameter.image}\n");
    files.offer("application/apps/chart/templates/x.yaml", "image: {{ .Values.image }}\n");
    files.offer("bin/pod.yaml", "kind: Pod\nspec: {containers: [{image: elsewhere}]}\n");
    assertThat(files.findings().images()).isEmpty();
    assertThat(files.findings().defects()).isEmpty();
  }

  @Test
  void the_image_list_has_comments_and_blank_lines() throws IOException {
    files.offer("manifests/imageList", "# images\n\nnginx:1.25  # web\n  quay.io/a/b:2\n");
    assertThat(files.findings().images())
        .containsEntry(
            Reference.parse("nginx:1.25"),
            List.of(new Source("manifests/imageList", 3, "imageList")))
        .hasSize(2);
  }

  @Test
  void merge_keys_and_repeated_fields_are_read_as_kubernetes_reads_them() throws IOException {
    files.offer(
        "manifests/merge.yaml",
        """
        kind: Pod
        x: &base {image: merged:1, name: n}
        spec:
          containers:
          - <<: *base
          - {<<: [*base], image: own:2}
          - {image: first:1, image: last:1}
        """);
    assertThat(files.names())
        .containsExactly(
            "docker.io/library/last:1", "docker.io/library/merged:1", "docker.io/library/own:2");
  }

  @Test
  void json_is_read_like_yaml_even_with_tabs() throws IOException {
    files.offer(
        "manifests/pod.json",
        "{\n\t\"kind\": \"Pod\",\n\t\"spec\": {\"containers\": [\n\t\t{\"image\": \"a:1\"}]}}\n");
    assertThat(files.findings().defects()).isEmpty();
    assertThat(files.names()).containsExactly("docker.io/library/a:1");
  }

  @Test
  void templates_are_read_as_far_as_they_are_yaml() throws IOException {
    files.offer(
        "manifests/app.yaml.tmpl",
        """
        {{- if .Enabled }}
        kind: Pod
        metadata: {name: {{ .Name }}}
        spec:
          containers:
          - image: fixed:1
          {{ if .More }}
          - image: "{{ .Registry }}/more:{{ .Tag }}"
          {{ end }}
        {{- end }}
        """);
    files.offer("manifests/odd.tmpl.yaml", "kind: Pod\nspec: [{{ range .X }}\n");
    var findings = files.findings();
    assertThat(files.names()).containsExactly("docker.io/library/fixed:1");
    assertThat(findings.images().get(Reference.parse("fixed:1")))
        .extracting(Source::line)
        .containsExactly(6);
    assertThat(findings.candidates())
        .containsExactly(
            new Candidate(
                "{{ .Registry }}/more:{{ .Tag }}",
                Candidate.Confidence.TEMPLATE,
                List.of(new Source("manifests/app.yaml.tmpl", 8, "yaml Pod"))));
    assertThat(findings.defects()).isEmpty();
    assertThat(findings.notes())
        .extracting(Defect::file)
        .containsExactly("manifests/odd.tmpl.yaml");
  }

  @Test
  void kinds_of_other_groups_have_rules_of_their_own() throws IOException {
    files.offer(
        "manifests/custom.yaml",
        """
        apiVersion: batch.volcano.sh/v1alpha1
        kind: Job
        spec: {tasks: [{template: {spec: {containers: [{image: volcano:1}]}}}]}
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        spec: {template: {spec: {volumes: [{containerDisk: {image: disk:1}}]}}}
        ---
        apiVersion: kubeflow.org/v1
        kind: TFJob
        spec: {tfReplicaSpecs: {Worker: {template: {spec: {initContainers: [{image: tf:1}]}}}}}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        spec: {templates: [{container: {image: step:1}}, {containerSet: {containers: [{image: set:1}]}}]}
        """);
    assertThat(files.names())
        .containsExactly(
            "docker.io/library/disk:1",
            "docker.io/library/set:1",
            "docker.io/library/step:1",
            "docker.io/library/tf:1",
            "docker.io/library/volcano:1");
  }

  @Test
  void what_may_be_an_image_is_a_candidate_and_not_an_image() throws IOException {
    files.offer(
        "manifests/operator.yaml",
        """
        kind: Deployment
        apiVersion: apps/v1
        spec:
          template:
            spec:
              containers:
              - image: operator:1
                env:
                - {name: RELATED_IMAGE_AGENT, value: "quay.io/x/agent:1"}
                - {name: IMAGE_PULL_POLICY, value: Always}
                - {name: URL, value: "quay.io/not/image:1"}
                args: ["--sidecar-image=quay.io/x/sidecar:2", "--listen=0.0.0.0:80"]
        ---
        apiVersion: example.io/v1
        kind: Widget
        spec: {image: "quay.io/x/widget:3", imagePullPolicy: Always, imageURL: "https://a/b:1"}
        ---
        apiVersion: v1
        kind: ConfigMap
        data: {image: "quay.io/x/config:4", text: "image: nginx"}
        """);
    assertThat(files.names()).containsExactly("docker.io/library/operator:1");
    assertThat(files.findings().candidates())
        .extracting(c -> c.name() + " " + c.confidence())
        .containsExactly(
            "quay.io/x/agent:1 HIGH",
            "quay.io/x/config:4 LOW",
            "quay.io/x/sidecar:2 LOW",
            "quay.io/x/widget:3 MEDIUM");
  }

  @Test
  void names_are_put_together_where_a_kind_keeps_their_parts_apart() throws IOException {
    files.offer(
        "manifests/parts.yaml",
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          hub: quay.io/istio
          tag: 1.22.0
        ---
        apiVersion: kubevirt.io/v1
        kind: KubeVirt
        spec: {imageTag: v1.2.0}
        """);
    assertThat(files.names())
        .containsExactly("quay.io/istio/pilot:1.22.0", "quay.io/istio/proxyv2:1.22.0");
    assertThat(files.findings().images().get(Reference.parse("quay.io/istio/pilot:1.22.0")))
        .containsExactly(new Source("manifests/parts.yaml", 5, "yaml IstioOperator"));
  }
}
