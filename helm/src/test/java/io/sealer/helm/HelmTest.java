package io.sealer.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.helm.ValueFlag.File;
import io.sealer.helm.ValueFlag.Set;
import io.sealer.helm.ValueFlag.SetFile;
import io.sealer.helm.ValueFlag.SetJson;
import io.sealer.helm.ValueFlag.SetString;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmTest {
  @TempDir static Path cache;
  @TempDir Path charts;
  private static Helm helm;

  @BeforeAll
  static void load() throws Exception {
    helm = Helm.open(cache);
  }

  private Path chart(String name, String... filesAndTexts) throws Exception {
    Path chart = charts.resolve(name);
    write(
        chart.resolve("Chart.yaml"), "apiVersion: v2\nname: %s\nversion: 1.0.0\n".formatted(name));
    for (int i = 0; i < filesAndTexts.length; i += 2) {
      write(chart.resolve(filesAndTexts[i]), filesAndTexts[i + 1]);
    }
    return chart;
  }

  private static Path write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String render(Path chart, ValueFlag... values) throws HelmException {
    return helm.render(chart, new Release("r", "space", List.of(values)), Optional.of("v1.20.2"));
  }

  private static String map(String name, String fields) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n" + fields;
  }

  @Test
  void templates_see_release_namespace_values_and_the_version_of_the_cluster() throws Exception {
    Path chart =
        chart(
            "c",
            "values.yaml",
            "image: nginx:1\n",
            "templates/a.yaml",
            map(
                "{{ .Release.Name }}",
                "data: {n: {{ .Release.Namespace }}, i: {{ .Values.image }}, k: {{ .Capabilities.KubeVersion.Version }}}\n"));
    assertThat(render(chart)).contains("name: r", "n: space", "i: nginx:1", "k: v1.20.2");
  }

  @Test
  void flags_come_after_files_and_keep_commas_types_and_lists() throws Exception {
    Path chart =
        chart(
            "c",
            "values.yaml",
            "a: 1\nb: {c: x}\nl: [{n: 1}, {n: 2}]\n",
            "templates/a.yaml",
            "{{ toJson .Values }}");
    Path file =
        write(charts.resolve("my,values.yaml"), "b: {c: file, d: file}\nl: [{n: 8, m: 8}]\n");
    Path content = write(charts.resolve("content"), "two\nlines");
    String shown =
        render(
            chart,
            new Set("b.c=flag,a=2"),
            new File(file),
            new Set("list={p,q},l[0].n=9,t=true,no\\.dot=x,comma=p\\,q"),
            new SetString("s=007,u=true,v=5"),
            new SetJson("j={\"k\":[1,null]}"),
            new SetFile("f=" + content));
    assertThat(shown)
        .contains("\"a\":2", "\"c\":\"flag\"", "\"d\":\"file\"", "\"list\":[\"p\",\"q\"]")
        .contains(
            "\"l\":[{\"m\":8,\"n\":9}]", "\"t\":true", "\"no.dot\":\"x\"", "\"comma\":\"p,q\"")
        .contains("\"s\":\"007\"", "\"u\":\"true\"", "\"v\":\"5\"", "\"f\":\"two\\nlines\"")
        .contains("\"j\":{\"k\":[1,null]}");
  }

  @Test
  void hooks_are_rendered_and_tests_are_not() throws Exception {
    String hook =
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: %s\n  annotations:\n    \"helm.sh/hook\": %s\nspec: {}\n";
    Path chart =
        chart(
            "c",
            "templates/pre.yaml",
            hook.formatted("pre", "pre-install,post-delete"),
            "templates/check.yaml",
            hook.formatted("check", "test"),
            "templates/old.yaml",
            hook.formatted("old", "test-success"),
            "charts/sub/Chart.yaml",
            "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
            "charts/sub/templates/s.yaml",
            hook.formatted("sub", "pre-upgrade"));
    assertThat(render(chart))
        .contains("name: pre", "name: sub", "\"helm.sh/hook\": pre-install,post-delete")
        .doesNotContain("name: check", "name: old", "sealer.io");
    assertThat(Files.readString(chart.resolve("templates/pre.yaml"))).contains("helm.sh/hook");
  }

  @Test
  void conditions_of_packed_sub_charts_count() throws Exception {
    Path sub = chart("sub", "templates/s.yaml", map("from-sub", ""));
    Path chart =
        chart(
            "c",
            "Chart.yaml",
            "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies: [{name: sub, version: 1.0.0, condition: sub.enabled}]\n",
            "values.yaml",
            "sub: {enabled: false}\n");
    pack(sub, Files.createDirectories(chart.resolve("charts")).resolve("sub-1.0.0.tgz"));
    assertThat(render(chart)).doesNotContain("from-sub");
    assertThat(render(chart, new Set("sub.enabled=true"))).contains("from-sub");
  }

  @Test
  void a_dependency_that_is_not_there_is_named_and_not_fetched() throws Exception {
    Path chart =
        chart(
            "c",
            "Chart.yaml",
            "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies: [{name: redis, version: 1.0.0, repository: 'http://127.0.0.1:1/'}]\n");
    assertThatThrownBy(() -> render(chart))
        .isInstanceOf(HelmException.class)
        .hasMessageContaining("redis");
  }

  @Test
  void a_lookup_finds_nothing_and_asks_no_cluster() throws Exception {
    Path chart =
        chart(
            "c",
            "values.yaml",
            "lookup: {v: field}\n",
            "templates/_helpers.tpl",
            "{{ define \"lookup\" }}{{/* lookup \"a\" */}}helper{{ end }}",
            "templates/a.yaml",
            map(
                "a",
                """
                data:
                  lookup: key
                  found: {{ (lookup "v1" "Secret" "a" "b") | empty | not | quote }}
                  {{- $lookup := (lookup "v1" "Secret" .Release.Namespace "b").data | default dict }}
                  old: {{ get $lookup "x" | default "new lookup `" }}
                  piped: {{ "b" | lookup `v1` "Secret" "" | len }}
                  others: {{ include "lookup" . }} {{ .Values.lookup.v }}
                """),
            "charts/sub/Chart.yaml",
            "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
            "charts/sub/templates/s.yaml",
            map("s", "{{ range (lookup \"v1\" \"Node\" \"\" \"\").items }}bad: 1{{ end }}"));
    assertThat(render(chart))
        .contains("lookup: key", "found: \"false\"", "old: new lookup `", "piped: 0")
        .contains("others: helper field", "name: s")
        .doesNotContain("bad");
  }

  @Test
  void a_lookup_in_values_that_are_templates_finds_nothing_too() throws Exception {
    Path chart =
        chart(
            "c",
            "values.yaml",
            """
            # Größe – a comment that stays
            mode: 0644
            double: "{{ lookup \\"v1\\" \\"Secret\\" \\"a\\" \\"ä\\" | len }}\\t{{ lookup \\"v1\\" \\"Node\\" \\"\\" \\"\\" | len }}"
            plain: x{{ (lookup "v1" "Secret" "a" "b") | len }}
            block: |
              lookup: {{ lookup "v1" "Secret" "a" "b" | len }}
            list: ['it''s {{ lookup "v1" "Secret" "a" "b" | len }}', other]
            """,
            "templates/a.yaml",
            map(
                "a",
                """
                data:
                  double: {{ tpl .Values.double . | quote }}
                  plain: {{ tpl .Values.plain . }}
                  block: {{ tpl .Values.block . | quote }}
                  list: {{ tpl (first .Values.list) . | quote }}
                  mode: {{ .Values.mode }}
                  given: {{ tpl .Values.given . }} {{ tpl .Values.set . }}
                """));
    Path file = write(charts.resolve("v.yaml"), "given: g{{ lookup `v1` `Node` `` `` | len }}\n");
    assertThat(render(chart, new File(file), new Set("set=s{{ lookup `v1` `Node` `` `` | len }}")))
        .contains("double: \"0\\t0\"", "plain: x0", "block: \"lookup: 0\\n\"")
        .contains("list: \"it's 0\"", "mode: 420", "given: g0 s0");
  }

  @Test
  void capabilities_are_those_of_a_real_cluster_of_that_version() throws Exception {
    Path chart =
        chart(
            "c",
            "templates/a.yaml",
            map(
                "a",
                """
                data:
                  kind: {{ .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }}
                  group: {{ $.Capabilities.APIVersions.Has "policy/v1" | quote }}
                  beta: {{ ternary "b" "n" (.Capabilities.APIVersions.Has "policy/v1beta1") }}
                  pod: {{ "v1/Pod" | .Capabilities.APIVersions.Has }}
                  crd: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
                  {{- $apis := .Capabilities.APIVersions }}
                  behind: {{ and ($apis.Has "v1/Pod") (has "apps/v1/Deployment" $apis) }}
                """),
            "charts/sub/Chart.yaml",
            "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
            "charts/sub/templates/s.yaml",
            map("s", "sub: {{ .Capabilities.APIVersions.Has \"batch/v1/CronJob\" }}\n"));
    assertThat(render(chart))
        .contains("kind: false", "group: \"false\"", "beta: b", "pod: true", "crd: false")
        .contains("behind: true", "sub: false");
    assertThat(helm.render(chart, new Release("r", "s", List.of()), Optional.of("v1.31.0")))
        .contains("kind: true", "group: \"true\"", "beta: n", "pod: true", "crd: false")
        .contains("behind: true", "sub: true");
  }

  @Test
  void a_template_that_fails_is_named_with_its_line() throws Exception {
    Path chart = chart("c", "templates/bad.yaml", "a: b\nc: {{ fail \"no storage class\" }}\n");
    assertThatThrownBy(() -> render(chart))
        .hasMessageContaining("bad.yaml:2")
        .hasMessageContaining("no storage class");
  }

  @Test
  void templates_that_include_each_other_do_not_fill_the_screen() throws Exception {
    Path chart =
        chart(
            "c",
            "templates/a.yaml",
            "{{ define \"a\" }}{{ include \"b\" . }}{{ end }}{{ define \"b\" }}{{ include \"a\" . }}{{ end }}{{ include \"a\" . }}");
    assertThatThrownBy(() -> render(chart))
        .hasMessageContaining("a.yaml:1")
        .hasMessageContaining("nested reference name")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1200).doesNotContain("--debug"));
  }

  @Test
  void files_from_outside_of_a_chart_are_refused() throws Exception {
    Path secret = write(charts.resolve("secret"), "s3cret");
    Path chart = chart("c", "templates/a.yaml", "{{ .Files.Get \"link\" }}");
    Files.createSymbolicLink(chart.resolve("link"), secret);
    assertThatThrownBy(() -> render(chart)).hasMessageContaining("link leads out of the chart");

    Path packed = charts.resolve("evil.tgz");
    try (OutputStream out = Compression.GZIP.pack(Files.newOutputStream(packed))) {
      var tar = new TarWriter(out);
      tar.add(TarEntry.file("../evil", 0644, 1), new ByteArrayInputStream(new byte[1]));
      tar.finish();
    }
    assertThatThrownBy(() -> render(packed)).hasMessageContaining("..");
    assertThat(charts.resolve("evil")).doesNotExist();
  }

  @Test
  void after_rendering_the_process_can_still_be_interrupted() throws Exception {
    try (var interrupts = new Interrupts()) {
      render(chart("c", "templates/a.yaml", map("a", "")));
      interrupts.raise();
      assertThat(interrupts.arrived(Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void templates_that_would_end_the_process_are_told_and_the_next_chart_is_rendered()
      throws Exception {
    Path endless =
        chart(
            "endless",
            "values.yaml",
            "a: \"{{ tpl .Values.a . }}\"\n",
            "templates/a.yaml",
            "{{ tpl .Values.a . }}");
    Path large = chart("large", "templates/a.yaml", "a: {{ repeat 2000000000 \"abcd\" }}");
    assertThatThrownBy(() -> render(endless))
        .hasMessage(
            "chart endless: the templates take more than 1 GiB of memory; do they call themselves?");
    assertThatThrownBy(() -> render(large))
        .hasMessageStartingWith("chart large: the templates take more than 1 GiB of memory");
    assertThat(render(chart("c", "templates/a.yaml", map("a", "")))).contains("name: a");
  }

  @Test
  void templates_without_end_are_given_up() throws Exception {
    Path chart =
        chart(
            "c",
            "templates/a.yaml",
            "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}");
    Helm impatient = Helm.open(cache, Duration.ofSeconds(2));
    assertThatThrownBy(
            () -> impatient.render(chart, new Release("r", "space", List.of()), Optional.empty()))
        .hasMessage("chart c: the templates do not come to an end within 2 seconds");
  }

  @Test
  void nothing_is_left_in_the_cache_but_the_engine() throws Exception {
    render(chart("c", "templates/a.yaml", map("a", "")));
    try (Stream<Path> left = Files.list(cache.resolve("helm"))) {
      assertThat(left).singleElement().asString().endsWith(".so");
    }
  }

  private static void pack(Path chart, Path file) throws Exception {
    try (OutputStream out = Compression.GZIP.pack(Files.newOutputStream(file));
        Stream<Path> all = Files.walk(chart)) {
      var tar = new TarWriter(out);
      all.filter(Files::isRegularFile).forEach(path -> add(tar, chart, path));
      tar.finish();
    }
  }

  private static void add(TarWriter tar, Path chart, Path file) {
    try (var in = Files.newInputStream(file)) {
      String name = chart.getFileName() + "/" + chart.relativize(file);
      tar.add(TarEntry.file(name, 0644, Files.size(file)), in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
