package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.discovery.Defect;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts that are made to do harm are told and do none. */
class HostileChartsTest {
  private static final HelmRenderer HELM = new HelmRenderer(Path.of("target/engine"));
  private static final String CHART = "apiVersion: v2\nname: c\nversion: 1.0.0\n";

  @TempDir Path context;
  @TempDir Path work;

  @BeforeEach
  void make_directories() throws IOException {
    Files.createDirectories(context.resolve("c/templates"));
  }

  private List<String> notes() throws IOException {
    var findings = new FindImages(HELM, work).inDirectory(context);
    assertThat(findings.images()).isEmpty();
    return findings.notes().stream().map(Defect::toString).toList();
  }

  private void chart(String path, String content) throws IOException {
    Files.writeString(context.resolve("c/Chart.yaml"), CHART);
    Files.writeString(context.resolve("c").resolve(path), content);
  }

  private static void archive(Path file, TarEntry entry, String content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      var tar = new TarWriter(out);
      byte[] chart = CHART.getBytes(StandardCharsets.UTF_8);
      tar.add(TarEntry.file("c/Chart.yaml", 0644, chart.length), new ByteArrayInputStream(chart));
      tar.add(entry, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
      tar.finish();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../../escaped, contains '../../escaped'",
    "/tmp/escaped, contains '/tmp/escaped'",
    "c/../../escaped, leads out of it",
  })
  void an_archive_that_leads_out_is_refused(String name, String message) throws IOException {
    archive(context.resolve("x.tgz"), TarEntry.file(name, 0644, 1), "x");
    assertThat(notes()).singleElement().asString().startsWith("x.tgz: ").contains(message);
    try (var walk = Files.walk(work)) {
      assertThat(walk.map(Path::toString)).noneMatch(path -> path.contains("escaped"));
    }
  }

  @Test
  void links_in_an_archive_are_refused() throws IOException {
    archive(context.resolve("x.tgz"), TarEntry.symlink("c/values.yaml", "/etc/passwd"), "");
    assertThat(notes()).singleElement().asString().contains("contains the link 'c/values.yaml'");
  }

  @Test
  void an_archive_that_unpacks_to_a_gigabyte_is_refused() throws IOException {
    Path bomb = context.resolve("c/charts/bomb.tgz");
    chart("values.yaml", "");
    Files.createDirectories(bomb.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      byte[] zeros = new byte[1 << 20];
      byte[] header = header("bomb/values.yaml", 1L << 30);
      out.write(header);
      for (int i = 0; i < 80; i++) {
        out.write(zeros);
      }
    }
    assertThat(notes()).singleElement().asString().contains("bomb.tgz unpacks to more than 64 MiB");
  }

  private static byte[] header(String name, long size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    try {
      tar.add(TarEntry.file(name, 0644, size), new ByteArrayInputStream(new byte[0]));
    } catch (IOException e) {
      // The content is written by the caller.
    }
    byte[] all = bytes.toByteArray();
    assertThat(all).hasSizeGreaterThanOrEqualTo(512);
    return Arrays.copyOf(all, 512);
  }

  @Test
  void a_file_of_a_gigabyte_is_told_and_not_read() throws IOException {
    chart("values.yaml", "");
    for (String name : List.of("c/values.yaml", "large.yaml", "c/data.bin")) {
      try (var file = new RandomAccessFile(context.resolve(name).toFile(), "rw")) {
        file.setLength(1L << 30);
      }
    }
    var findings = new FindImages(HELM, work).inDirectory(context);
    assertThat(findings.defects())
        .extracting(Defect::toString)
        .containsExactly(
            "c/values.yaml: is larger than 16 MiB and was not searched for images: split it",
            "large.yaml: is larger than 16 MiB and was not searched for images: split it");
    assertThat(findings.notes())
        .singleElement()
        .asString()
        .endsWith("with its default values: values.yaml is larger than 16 MiB");
  }

  @Test
  void a_link_out_of_a_chart_is_not_followed() throws IOException {
    chart("values.yaml", "");
    Path secret =
        Files.writeString(work.resolve("secret"), "kind: Pod\nspec: {containers: [{image: x}]}\n");
    Files.createSymbolicLink(context.resolve("c/templates/link.yaml"), secret);
    assertThat(notes()).isEmpty();
  }

  @Test
  void a_chart_that_contains_itself_through_a_link_is_told() throws IOException {
    chart("templates/pod.yaml", "kind: Pod\nspec: {containers: [{image: nginx}]}\n");
    Files.createDirectories(context.resolve("c/charts"));
    Files.createSymbolicLink(context.resolve("c/charts/c"), Path.of(".."));
    assertThat(notes())
        .singleElement()
        .asString()
        .endsWith("contains the link 'charts/c', which leads to a directory above itself");
  }

  @Test
  void a_packed_chart_that_contains_itself_many_times_is_told() throws IOException {
    Path packed = context.resolve("c.tgz");
    archive(packed, TarEntry.file("c/values.yaml", 0644, 0), "");
    for (int i = 0; i < 12; i++) {
      byte[] inner = Files.readAllBytes(packed);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
        var tar = new TarWriter(out);
        byte[] chart = CHART.getBytes(StandardCharsets.UTF_8);
        tar.add(TarEntry.file("c/Chart.yaml", 0644, chart.length), new ByteArrayInputStream(chart));
        tar.add(
            TarEntry.file("c/charts/c.tgz", 0644, inner.length), new ByteArrayInputStream(inner));
        tar.finish();
      }
    }
    assertThat(notes()).singleElement().asString().contains("more than 8 deep in each other");
  }

  @Test
  void yaml_that_is_nested_too_deeply_is_told_wherever_it_is_read() throws IOException {
    String deep = "kind: " + "[".repeat(400_000);
    Files.writeString(context.resolve("pod.yaml"), deep);
    Files.writeString(context.resolve("kustomization.yaml"), deep);
    chart("values.yaml", deep);
    Files.writeString(context.resolve("c/Chart.yaml"), deep);
    var findings = new FindImages(HELM, work).inDirectory(context);
    assertThat(findings.defects())
        .extracting(Defect::toString)
        .containsExactlyInAnyOrder(
            "pod.yaml: is nested too deeply",
            "kustomization.yaml: is nested too deeply",
            "c/Chart.yaml: is nested too deeply",
            "c/values.yaml: is nested too deeply");
  }

  @Test
  void values_of_a_command_that_are_no_values_are_named_as_in_the_context() throws Exception {
    chart("values.yaml", "");
    Path kubefile = context.resolve("Kubefile");
    Files.writeString(
        kubefile,
        """
        FROM scratch
        COPY c charts/c
        COPY deep.yaml large.yaml ./
        CMDS ["helm install a charts/c -f deep.yaml", "helm install b charts/c -f large.yaml"]
        """);
    Files.writeString(context.resolve("deep.yaml"), "a: " + "[".repeat(400_000));
    try (var file = new RandomAccessFile(context.resolve("large.yaml").toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    var findings = new FindImages(HELM, work).inBuild(context, kubefile, Map.of());
    assertThat(findings.defects())
        .extracting(Defect::toString)
        .containsExactly(
            "Kubefile:4: chart c: deep.yaml is nested too deeply",
            "Kubefile:4: chart c: large.yaml is larger than 16 MiB");
  }

  @Test
  void templates_that_include_themselves_end() throws IOException {
    chart(
        "templates/loop.yaml",
        "{{- define \"a\" }}{{ include \"a\" . }}{{ end }}\nx: {{ include \"a\" . }}\n");
    assertThat(notes())
        .singleElement()
        .asString()
        .contains("c: is a chart that cannot be rendered");
  }

  @Test
  void values_that_explode_are_told() throws IOException {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append(("a%d: &a%d [" + "*a%d, ".repeat(8) + "*a%d]\n").formatted(args(i)));
    }
    chart("values.yaml", bomb.toString());
    assertThat(notes()).singleElement().asString().contains("cannot be rendered");
  }

  private static Object[] args(int i) {
    Object[] args = new Object[11];
    Arrays.fill(args, i - 1);
    args[0] = i;
    args[1] = i;
    return args;
  }
}
