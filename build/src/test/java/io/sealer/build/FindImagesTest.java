package io.sealer.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.discovery.Defect;
import io.sealer.build.discovery.Findings;
import io.sealer.build.job.BuildException;
import io.sealer.oci.Reference;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindImagesTest {
  @TempDir Path context;
  @TempDir Path work;
  private FindImages search;

  @BeforeEach
  void make_context() throws IOException {
    search = new FindImages(new HelmRenderer(work), work);
    file("app/pod.yaml", pod("app:1"));
    file("app/chart/templates/x.yaml", "kind: Pod\nspec: {{ .Values }}\n");
    file("other/pod.yaml", pod("other:1"));
    file("lists/imageList", "listed:1\n");
    file("hidden/pod.yaml", pod("hidden:1"));
    file(".sealerignore", "hidden\n");
  }

  private void file(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(context.resolve(path).resolveSibling("."));
    Files.writeString(file, content);
  }

  private static String pod(String image) {
    return "kind: Pod\nspec:\n  containers:\n  - image: " + image + "\n";
  }

  private static List<String> told(Findings findings) {
    return findings.images().entrySet().stream()
        .map(
            image ->
                image.getKey().familiar()
                    + " "
                    + image.getValue().getFirst().file()
                    + ":"
                    + image.getValue().getFirst().line())
        .toList();
  }

  private Findings inBuild(String kubefile) throws Exception {
    Path file = Files.writeString(context.resolve("Kubefile"), kubefile);
    return search.inBuild(context, file, Map.of("LIST", "imageList"));
  }

  @Test
  void a_kubefile_decides_which_files_count_and_places_are_those_of_the_context() throws Exception {
    assertThat(
            told(
                inBuild(
                    """
                    ARG LIST=none
                    FROM scratch AS first
                    COPY other manifests
                    FROM base:1
                    COPY --from=first manifests x
                    ENV D=lists
                    COPY $D/$LIST manifests/
                    RUN true
                    APP a local://app/pod.yaml https://example.com/x.yaml
                    LAUNCH ["a"]
                    """)))
        .containsExactly("app:1 app/pod.yaml:4", "listed:1 lists/imageList:1");
  }

  @Test
  void an_application_given_again_replaces_the_first() throws Exception {
    assertThat(told(inBuild("FROM scratch\nAPP a local://app\nAPP a local://other\n")))
        .containsExactly("other:1 other/pod.yaml:4");
  }

  @Test
  void a_missing_source_is_told_with_the_line() {
    assertThatThrownBy(() -> inBuild("FROM scratch\nAPP a local://nowhere.yaml\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageStartingWith("Kubefile:2: 'nowhere.yaml' is not in the build context");
  }

  @Test
  void without_a_kubefile_every_file_counts_that_is_not_ignored() throws Exception {
    assertThat(told(search.inDirectory(context)))
        .containsExactly(
            "app:1 app/pod.yaml:4", "listed:1 lists/imageList:1", "other:1 other/pod.yaml:4");
  }

  @Test
  void one_file_can_be_asked_about() throws Exception {
    assertThat(search.inFile(context.resolve("hidden/pod.yaml")).images()).hasSize(1);
  }

  @Test
  void a_candidate_is_taken_when_it_is_accepted() throws Exception {
    file("other/pod.yaml", "apiVersion: x.io/v1\nkind: W\nspec: {image: 'quay.io/x/w:1'}\n");
    assertThat(told(search.inDirectory(context))).doesNotContain("quay.io/x/w:1 other/pod.yaml:3");
    var accepting =
        new FindImages(new HelmRenderer(work), work, List.of("quay.io/x/*"), _ -> Map.of());
    assertThat(told(accepting.inDirectory(context))).contains("quay.io/x/w:1 other/pod.yaml:3");
  }

  @Test
  void here_documents_and_stages_that_go_on_are_looked_into() throws Exception {
    assertThat(
            told(
                inBuild(
                    """
                    FROM scratch AS first
                    ARG TAG=2
                    COPY <<a.yaml manifests/
                    kind: Pod
                    spec: {containers: [{image: "here:$TAG"}]}
                    a.yaml
                    FROM scratch
                    COPY other manifests/
                    FROM first
                    """)))
        .containsExactly("here:2 manifests/a.yaml:2");
  }

  @Test
  void charts_are_rendered_for_the_kubernetes_of_the_base_image() throws Exception {
    search =
        new FindImages(
            new HelmRenderer(work),
            work,
            List.of(),
            base ->
                base.familiar().equals("base:2")
                    ? Map.of("cluster.alpha.sealer.io/cluster-runtime-version", "v1.22.1")
                    : Map.of());
    file("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.0.0\n");
    file("chart/templates/a.yaml", pod("for:{{ .Capabilities.KubeVersion.Version }}"));
    String kubefile = "ARG B=1\nFROM base:$B AS first\nFROM first\nAPP a local://chart\n";
    assertThat(told(inBuild(kubefile))).first().asString().startsWith("for:v1.31");
    assertThat(told(inBuild(kubefile.replace("B=1", "B=2"))))
        .first()
        .asString()
        .startsWith("for:v1.22.1");
  }

  @Test
  void a_packed_chart_can_be_asked_about() throws Exception {
    byte[] chart = "apiVersion: v2\nname: c\nversion: 1.0.0\n".getBytes(UTF_8);
    byte[] pod = "kind: Pod\nspec: {containers: [{image: quay.io/x/packed:1}]}\n".getBytes(UTF_8);
    Path packed = context.resolve("c-1.0.0.tgz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      var tar = new TarWriter(out);
      tar.add(TarEntry.file("c/Chart.yaml", 0644, chart.length), new ByteArrayInputStream(chart));
      tar.add(
          TarEntry.file("c/templates/pod.yaml", 0644, pod.length), new ByteArrayInputStream(pod));
      tar.finish();
    }
    assertThat(search.inFile(packed).images())
        .containsOnlyKeys(Reference.parse("quay.io/x/packed:1"));
  }

  @Test
  void what_cannot_hold_images_is_refused_and_a_pipe_not_waited_for() throws Exception {
    file("notes.txt", "image: nginx");
    Path pipe = context.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> search.inFile(context.resolve("notes.txt")))
        .hasMessageContaining("is no YAML or JSON");
    assertThatThrownBy(() -> search.inFile(pipe)).hasMessageContaining("pipe");
  }

  @Test
  void what_cannot_be_read_is_told() throws Exception {
    assumeThat(System.getProperty("user.name")).isNotEqualTo("root");
    file("shut/pod.yaml", "kind: Pod");
    file("pod.yaml", "kind: Pod");
    Files.setPosixFilePermissions(context.resolve("shut"), Set.of());
    Files.setPosixFilePermissions(context.resolve("pod.yaml"), Set.of());
    try {
      assertThat(search.inDirectory(context).defects())
          .extracting(Defect::toString)
          .contains(
              "pod.yaml: cannot be read: make it readable",
              "shut: cannot be read: make it readable");
    } finally {
      Files.setPosixFilePermissions(
          context.resolve("shut"), PosixFilePermissions.fromString("rwx------"));
    }
  }
}
