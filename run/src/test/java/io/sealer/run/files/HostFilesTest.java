package io.sealer.run.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.ImageType;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileReader;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

final class HostFilesTest {
  private static final Extension IMAGE =
      new Extension(
          ImageType.KUBE_INSTALLER,
          List.of(
              new Application(
                  "web", AppKind.KUBE, List.of("a.yaml"), Map.of("Size", "app"), List.of()),
              new Application("chart", AppKind.HELM, List.of("Chart.yaml"), Map.of(), List.of())),
          Map.of("Zone", "image", "Size", "image"),
          new Extension.Launch(List.of("web"), List.of()));

  private static final String CLUSTER =
      """
      apiVersion: sealer.io/v2
      kind: Cluster
      metadata: {name: c}
      spec:
        image: i
        env: [Zone=cluster, Word=hello]
        hosts:
          - {ips: [10.0.0.1], roles: [master]}
          - {ips: [10.0.0.2], roles: [node], env: [Zone=host]}
      """;

  private static Clusterfile read(String more) throws Exception {
    return ClusterfileReader.read("Clusterfile", CLUSTER + more);
  }

  private static SortedMap<String, ImageFile> files(String... pathsAndTexts) {
    var all = new TreeMap<String, ImageFile>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      all.put(pathsAndTexts[i], ImageFile.of(pathsAndTexts[i + 1]));
    }
    return all;
  }

  private static Map<String, String> on(HostFiles files, Clusterfile file, int host) {
    ClusterHost at = file.cluster().hosts().get(host);
    var texts = new TreeMap<String, String>();
    files.on(at).files().forEach((path, content) -> texts.put(path, content.text()));
    return texts;
  }

  @Test
  void templates_are_rendered_with_what_each_host_says() throws Exception {
    Clusterfile file = read("");
    HostFiles files =
        HostFiles.of(file, IMAGE, files("etc/a.conf.tmpl", "{{ .Zone }} {{ HostIP }} {{ .Size }}"));

    assertThat(on(files, file, 0))
        .containsExactly(Map.entry("etc/a.conf", "cluster 10.0.0.1 image"));
    assertThat(on(files, file, 1)).containsExactly(Map.entry("etc/a.conf", "host 10.0.0.2 image"));
  }

  @Test
  void a_flag_wins_over_what_a_host_says() throws Exception {
    var flags = ClusterFlags.NONE.withEnv(Map.of("Zone", "flag"));
    Clusterfile file = flags.over(read(""));
    HostFiles files = HostFiles.of(file, IMAGE, files("etc/a.conf.tmpl", "{{ .Zone }}"));

    assertThat(on(files, file, 1)).containsEntry("etc/a.conf", "flag");
  }

  @Test
  void workers_get_nothing_that_only_masters_use() throws Exception {
    Clusterfile file = read("");
    HostFiles files =
        HostFiles.of(
            file,
            IMAGE,
            files(
                "manifests/a.yaml", "a: {{ Word }}", "application/apps/web/a.yaml", "{{ .Size }}"));

    assertThat(on(files, file, 0))
        .containsEntry("manifests/a.yaml", "a: hello")
        .containsEntry("application/apps/web/a.yaml", "app");
    assertThat(on(files, file, 1)).isEmpty();
  }

  @Test
  void charts_are_left_to_helm_but_for_their_own_templates() throws Exception {
    Clusterfile file = read("");
    String directory = "application/apps/chart/";
    HostFiles files =
        HostFiles.of(
            file,
            IMAGE,
            files(
                directory + "Chart.yaml", "name: chart",
                directory + "values.yaml.tmpl", "word: {{ .Word }}",
                directory + "templates/a.yaml", "a: {{ .Values.a }}{{ Word }}",
                directory + "files/mail.tmpl", "{{ .Unknown }}"));

    assertThat(on(files, file, 0))
        .containsExactly(Map.entry(directory + "values.yaml", "word: hello"));
    assertThat(files.problems()).isEmpty();
  }

  @Test
  void a_config_is_applied_before_rendering_and_files_of_an_application_after() throws Exception {
    Clusterfile file =
        read(
            """
            ---
            apiVersion: sealer.io/v1
            kind: Config
            metadata: {name: replicas}
            spec: {appName: web, path: a.yaml, strategy: merge, data: "word: '{{ Word }}'"}
            ---
            apiVersion: sealer.io/v2
            kind: Application
            spec:
              configs: [{name: web, files: [{path: a.yaml, strategy: merge, data: "last: true"}]}]
            """);
    HostFiles files = HostFiles.of(file, IMAGE, files("application/apps/web/a.yaml", "kind: A\n"));

    assertThat(on(files, file, 0).get("application/apps/web/a.yaml"))
        .contains("kind: A", "word: 'hello'", "last: true");
  }

  @Test
  void files_that_may_hold_secrets_are_closed_to_others_and_never_shown() throws Exception {
    Clusterfile file =
        read(
            """
            ---
            apiVersion: sealer.io/v1
            kind: Config
            metadata: {name: token}
            spec: {path: etc/token, data: hunter2}
            """);
    HostFiles files = HostFiles.of(file, IMAGE, files());
    Overlay overlay = files.on(file.cluster().hosts().getFirst());

    assertThat(overlay.files()).hasValueSatisfying(new Condition<>(f -> f.mode() == 0600, "0600"));
    assertThat(overlay.toString() + file.configs()).doesNotContain("hunter2");
    assertThat(files.warnings())
        .containsExactly("Config token: etc/token is not in the image; it is made");
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_file_and_line() throws Exception {
    Clusterfile file =
        read(
            """
            ---
            apiVersion: sealer.io/v1
            kind: Config
            metadata: {name: lost}
            spec: {appName: wbe, path: a.yaml, data: x}
            """);
    HostFiles files =
        HostFiles.of(
            file, IMAGE, files("etc/a.tmpl", "ok\n{{ .Nothing }}", "etc/b.tmpl", "{{ if }}"));
    files.on(file.cluster().hosts().getFirst());

    assertThat(files.problems())
        .hasSize(3)
        .anyMatch(p -> p.contains("Config lost: application 'wbe' is not in the image"))
        .anyMatch(p -> p.startsWith("etc/a.tmpl:2: variable Nothing is not set (set it with -e"))
        .anyMatch(p -> p.startsWith("etc/b.tmpl:1: "));
  }
}
