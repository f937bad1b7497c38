package io.sealer.build.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    assertThat(discovery.findings().images()).isEmpty();
    assertThat(discovery.findings().defects()).isEmpty();
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

  @Test
  void thirty_levels_of_aliases_are_refused_instead_of_followed() throws IOException {
    var bomb = new StringBuilder("kind: Pod\nspec:\n  a0: &a0 [x]\n");
    for (int i = 1; i < 60; i++) {
      bomb.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    offer("manifests/bomb.yaml", bomb.toString());
    assertThat(discovery.findings().defects())
        .singleElement()
        .asString()
        .contains("manifests/bomb.yaml")
        .contains("aliases");
  }

  @Test
  void lists_nested_a_hundred_thousand_deep_are_a_defect_and_no_crash() throws IOException {
    offer("manifests/deep.yaml", "kind: Pod\nspec: " + "[".repeat(100_000));
    assertThat(discovery.findings().defects())
        .singleElement()
        .extracting(Defect::file)
        .isEqualTo("manifests/deep.yaml");
  }

  @Test
  void a_list_that_contains_itself_ends() throws IOException {
    offer(
        "manifests/circle.yaml",
        """
        kind: List
        items: &a
        - kind: List
          items: *a
        - {kind: Pod, spec: {containers: [{image: a}]}}
        """);
    offer("manifests/own.yaml", "apiVersion: x.io/v1\nkind: X\nspec: &s\n  again: *s\n");
    assertThat(discovery.findings().images()).hasSize(1);
  }

  @Test
  void a_file_of_more_than_16_mebibytes_is_told_and_not_searched() throws IOException {
    offer("manifests/large.yaml", "kind: Pod\n#" + "x".repeat(17 << 20));
    assertThat(discovery.findings().defects()).singleElement().asString().contains("16 MiB");
  }

  @Test
  void merge_keys_and_repeated_fields_are_read_as_kubernetes_reads_them() throws IOException {
    offer(
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
    assertThat(names())
        .containsExactly(
            "docker.io/library/last:1", "docker.io/library/merged:1", "docker.io/library/own:2");
  }

  @Test
  void json_is_read_like_yaml_even_with_tabs() throws IOException {
    offer(
        "manifests/pod.json",
        "{\n\t\"kind\": \"Pod\",\n\t\"spec\": {\"containers\": [\n\t\t{\"image\": \"a:1\"}]}}\n");
    assertThat(discovery.findings().defects()).isEmpty();
    assertThat(names()).containsExactly("docker.io/library/a:1");
  }

  @Test
  void templates_are_read_as_far_as_they_are_yaml() throws IOException {
    offer(
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
    offer("manifests/odd.tmpl.yaml", "kind: Pod\nspec: [{{ range .X }}\n");
    var findings = discovery.findings();
    assertThat(names()).containsExactly("docker.io/library/fixed:1");
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
    offer(
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
    assertThat(names())
        .containsExactly(
            "docker.io/library/disk:1",
            "docker.io/library/set:1",
            "docker.io/library/step:1",
            "docker.io/library/tf:1",
            "docker.io/library/volcano:1");
  }

  @Test
  void what_may_be_an_image_is_a_candidate_and_not_an_image() throws IOException {
    offer(
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
    assertThat(names()).containsExactly("docker.io/library/operator:1");
    assertThat(discovery.findings().candidates())
        .extracting(c -> c.name() + " " + c.confidence())
        .containsExactly(
            "quay.io/x/agent:1 HIGH",
            "quay.io/x/config:4 LOW",
            "quay.io/x/sidecar:2 LOW",
            "quay.io/x/widget:3 MEDIUM");
  }

  @Test
  void a_chart_may_list_its_images() throws IOException {
    offer("application/apps/a/Chart.yaml", "name: a\nversion: 1.0.0\n");
    offer("application/apps/a/charts/b/Chart.yaml", "name: b\n");
    offer(
        "application/apps/c/Chart.yaml",
        """
        name: c
        annotations:
          artifacthub.io/images: |
            - name: web
              image: quay.io/x/web:1
            - name: db
              image: quay.io/x/db:2
          helm.sh/images: |
            - image: quay.io/x/web:1
        """);
    offer("application/apps/d/Chart.yaml", "annotations: [\n");
    offer("application/apps/e/kustomization.yaml", "[".repeat(100_000));
    var findings = discovery.findings();
    assertThat(names()).containsExactly("quay.io/x/db:2", "quay.io/x/web:1");
    assertThat(findings.images().get(Reference.parse("quay.io/x/db:2")))
        .containsExactly(new Source("application/apps/c/Chart.yaml", 7, "chart"));
    assertThat(findings.defects())
        .extracting(Defect::file)
        .containsExactly("application/apps/d/Chart.yaml", "application/apps/e/kustomization.yaml");
  }

  @Test
  void a_kustomization_changes_names_below_it_from_the_inside_out() throws IOException {
    String pod = "kind: Pod\nspec: {containers: [{image: web:1}, {image: other:1}]}\n";
    offer("application/apps/a/base/pod.yaml", pod);
    offer("application/apps/b/pod.yaml", pod.replace("other:1", "web:2@sha256:" + "a".repeat(64)));
    offer(
        "application/apps/a/base/kustomization.yaml",
        "resources: [pod.yaml]\nimages: [{name: web, newName: quay.io/x/web, newTag: 2}]\n");
    offer(
        "application/apps/a/kustomization.yaml",
        "resources: [base]\nimages:\n- {name: quay.io/x/web, digest: 'sha256:%s'}\n- {name: web, newTag: 'no'}\n"
            .formatted("b".repeat(64)));
    assertThat(discovery.findings().defects()).isEmpty();
    assertThat(names())
        .containsExactly(
            "docker.io/library/other:1",
            "docker.io/library/web:1",
            "docker.io/library/web:2@sha256:" + "a".repeat(64),
            "quay.io/x/web@sha256:" + "b".repeat(64));
  }

  @Test
  void overlays_change_the_names_of_a_shared_base_each_in_its_way() throws IOException {
    offer(
        "application/apps/k/base/pod.yaml",
        "kind: Pod\nspec: {containers: [{image: web:1}, {image: side:1}]}\n");
    offer("application/apps/k/base/kustomization.yaml", "resources: [pod.yaml]\n");
    offer(
        "application/apps/k/mirror/kustomization.yaml",
        "kind: Component\nimages: [{name: side, newName: quay.io/x/side}]\n");
    offer(
        "application/apps/k/prod/kustomization.yaml",
        "resources: [../base]\ncomponents: [../mirror]\nimages: [{name: web, newTag: prod}]\n");
    offer(
        "application/apps/k/dev/kustomization.yaml",
        """
        resources: [../base]
        images: [{name: web, newTag: dev}]
        patches:
        - target: {kind: Pod}
          patch: |-
            - op: replace
              path: /spec/containers/1/image
              value: patched:1
        - path: more.yaml
        """);
    offer(
        "application/apps/k/dev/more.yaml",
        "- {op: add, path: /spec/containers/0/image, value: 'web:file'}\n");
    offer("application/apps/k/loop/kustomization.yaml", "resources: [../loop2]\n");
    offer("application/apps/k/loop2/kustomization.yaml", "resources: [../loop]\n");
    assertThat(discovery.findings().defects()).isEmpty();
    assertThat(names())
        .containsExactly(
            "docker.io/library/patched:1",
            "docker.io/library/side:1",
            "docker.io/library/web:dev",
            "docker.io/library/web:prod",
            "quay.io/x/side:1");
    assertThat(discovery.findings().images().get(Reference.parse("patched:1")))
        .containsExactly(
            new Source("application/apps/k/dev/kustomization.yaml", 8, "kustomize patch"));
  }

  @Test
  void names_are_put_together_where_a_kind_keeps_their_parts_apart() throws IOException {
    offer(
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
    assertThat(names())
        .containsExactly("quay.io/istio/pilot:1.22.0", "quay.io/istio/proxyv2:1.22.0");
    assertThat(discovery.findings().images().get(Reference.parse("quay.io/istio/pilot:1.22.0")))
        .containsExactly(new Source("manifests/parts.yaml", 5, "yaml IstioOperator"));
  }

  @Test
  void names_of_other_alphabets_are_refused_with_their_place() throws IOException {
    offer(
        "manifests/pod.yaml",
        "kind: Pod\nspec: {containers: [{image: образ:1}, {image: \"ｎｇｉｎｘ:1\"}]}\n");
    assertThat(discovery.findings().images()).isEmpty();
    assertThat(discovery.findings().defects())
        .hasSize(2)
        .allMatch(defect -> defect.toString().startsWith("manifests/pod.yaml:2: "));
  }

  private List<String> names() {
    return discovery.findings().images().keySet().stream().map(Reference::toString).toList();
  }

  private void offer(String path, String content) throws IOException {
    discovery.offer(path, () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }
}
