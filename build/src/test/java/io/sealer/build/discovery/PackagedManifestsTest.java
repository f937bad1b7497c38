package io.sealer.build.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Charts and kustomizations, which name images in ways of their own. */
class PackagedManifestsTest {
  private final Offered files = new Offered();

  @Test
  void a_chart_may_list_its_images() throws IOException {
    files.offer("application/apps/a/Chart.yaml", "name: a\nversion: 1.0.0\n");
    files.offer("application/apps/a/charts/b/Chart.yaml", "name: b\n");
    files.offer(
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
    files.offer("application/apps/d/Chart.yaml", "annotations: [\n");
    files.offer("application/apps/e/kustomization.yaml", "[".repeat(100_000));
    var findings = files.findings();
    assertThat(files.names()).containsExactly("quay.io/x/db:2", "quay.io/x/web:1");
    assertThat(findings.images().get(Reference.parse("quay.io/x/db:2")))
        .containsExactly(new Source("application/apps/c/Chart.yaml", 7, "chart"));
    assertThat(findings.defects())
        .extracting(Defect::file)
        .containsExactly("application/apps/d/Chart.yaml", "application/apps/e/kustomization.yaml");
  }

  @Test
  void a_kustomization_changes_names_below_it_from_the_inside_out() throws IOException {
    String pod = "kind: Pod\nspec: {containers: [{image: web:1}, {image: other:1}]}\n";
    files.offer("application/apps/a/base/pod.yaml", pod);
    files.offer(
        "application/apps/b/pod.yaml", pod.replace("other:1", "web:2@sha256:" + "a".repeat(64)));
    files.offer(
        "application/apps/a/base/kustomization.yaml",
        "resources: [pod.yaml]\nimages: [{name: web, newName: quay.io/x/web, newTag: 2}]\n");
    files.offer(
        "application/apps/a/kustomization.yaml",
        "resources: [base]\nimages:\n- {name: quay.io/x/web, digest: 'sha256:%s'}\n- {name: web, newTag: 'no'}\n"
            .formatted("b".repeat(64)));
    assertThat(files.findings().defects()).isEmpty();
    assertThat(files.names())
        .containsExactly(
            "docker.io/library/other:1",
            "docker.io/library/web:1",
            "docker.io/library/web:2@sha256:" + "a".repeat(64),
            "quay.io/x/web@sha256:" + "b".repeat(64));
  }

  @Test
  void overlays_change_the_names_of_a_shared_base_each_in_its_way() throws IOException {
    files.offer(
        "application/apps/k/base/pod.yaml",
        "kind: Pod\nspec: {containers: [{image: web:1}, {image: side:1}]}\n");
    files.offer("application/apps/k/base/kustomization.yaml", "resources: [pod.yaml]\n");
    files.offer(
        "application/apps/k/mirror/kustomization.yaml",
        "kind: Component\nimages: [{name: side, newName: quay.io/x/side}]\n");
    files.offer(
        "application/apps/k/prod/kustomization.yaml",
        "resources: [../base]\ncomponents: [../mirror]\nimages: [{name: web, newTag: prod}]\n");
    files.offer(
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
    files.offer(
        "application/apps/k/dev/more.yaml",
        "- {op: add, path: /spec/containers/0/image, value: 'web:file'}\n");
    files.offer("application/apps/k/loop/kustomization.yaml", "resources: [../loop2]\n");
    files.offer("application/apps/k/loop2/kustomization.yaml", "resources: [../loop]\n");
    assertThat(files.findings().defects()).isEmpty();
    assertThat(files.names())
        .containsExactly(
            "docker.io/library/patched:1",
            "docker.io/library/side:1",
            "docker.io/library/web:dev",
            "docker.io/library/web:prod",
            "quay.io/x/side:1");
    assertThat(files.findings().images().get(Reference.parse("patched:1")))
        .containsExactly(
            new Source("application/apps/k/dev/kustomization.yaml", 8, "kustomize patch"));
  }
}
