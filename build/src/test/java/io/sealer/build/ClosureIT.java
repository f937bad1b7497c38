package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildRequest.Closure;
import io.sealer.build.job.BuildRequest.LockFileUse;
import io.sealer.build.job.BuildRequest.Mode;
import io.sealer.build.job.BuildRequest.Options;
import io.sealer.build.job.BuildRequest.Pull;
import io.sealer.build.job.BuildResult;
import io.sealer.build.job.ImageFetcher;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What launch commands need against what the image holds; the lock file. Needs root. */
class ClosureIT extends BuildFixture {
  private static final Options DEFAULT = Options.defaults();
  private final AtomicInteger version = new AtomicInteger(1);

  /** Has every image; its content changes with {@link #version}. */
  private final ImageFetcher registry =
      (name, platforms, into) ->
          image(into, Map.of("of", name.toString(), "version", version.toString()));

  private List<String> names(String kubefile) throws Exception {
    return build(kubefile, "site:1", registry).image().lock().entries().stream()
        .map(ImageLock.Entry::name)
        .map(Reference::toString)
        .toList();
  }

  private Path lockFile() {
    return directory.resolve("Kubefile.lock");
  }

  @Test
  void what_commands_apply_and_run_is_locked_wherever_it_lies() throws Exception {
    file("deploy/x.yaml", pod("example.com/applied:1"));
    file("deploy/sub/y.yaml", pod("example.com/below:1"));
    file("run.sh", "#!/bin/sh\nkubectl run tool --image=example.com/tool:2\n");
    assertThat(
            names(
                """
                FROM scratch
                COPY deploy deploy
                COPY run.sh bin/
                CMDS ["kubectl apply -f deploy && bash bin/run.sh"]
                """))
        .containsExactly("example.com/applied:1", "example.com/tool:2");
    ImageLock.Entry tool =
        build("FROM scratch\nCOPY run.sh bin/\nCMDS [\"bin/run.sh\"]\n", "site:2", registry)
            .image()
            .lock()
            .entries()
            .getFirst();
    assertThat(tool.sources()).containsExactly(new ImageLock.Source("bin/run.sh", 2, "script"));
  }

  @Test
  void what_commands_apply_may_be_reached_through_links() throws Exception {
    file("v1/x.yaml", pod("example.com/applied:1"));
    file("other/x.yaml", pod("example.com/other:1"));
    Files.createSymbolicLink(context.resolve("current"), Path.of("v1"));
    String kubefile =
        """
        FROM scratch
        COPY . deploy/
        CMDS ["kubectl apply -f deploy/current"]
        """;
    assertThat(names(kubefile)).containsExactly("example.com/applied:1");
    String changed =
        kubefile.replace("CMDS", "RUN ln -sfn other deploy/current && rm -r deploy/v1\nCMDS");
    assertThat(names(changed)).containsExactly("example.com/other:1");
    String removed = kubefile.replace("CMDS", "RUN rm deploy/current\nCMDS");
    assertThatThrownBy(() -> names(removed))
        .hasMessageContaining("applies 'deploy/current', which is not in the image");
  }

  @Test
  void charts_bring_their_images_with_their_places() throws Exception {
    file("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    file("shop/values.yaml", "image: example.com/web\n");
    file(
        "shop/templates/pod.yaml",
        pod("{{ .Values.image }}:{{ .Values.tag }}-{{ .Capabilities.KubeVersion.Minor }}"));
    var lock =
        build(
                """
                FROM scratch
                LABEL cluster.alpha.sealer.io/cluster-runtime-version=v1.22.3
                APP shop local://shop
                APPCMDS shop ["helm install s . --set tag=7"]
                LAUNCH ["shop"]
                """,
                "site:1",
                registry)
            .image()
            .lock();
    assertThat(lock.entries())
        .extracting(entry -> entry.name().toString())
        .containsExactly("example.com/web:7-22");
    assertThat(lock.entries().getFirst().sources())
        .containsExactly(new ImageLock.Source("application/apps/shop/values.yaml", 1, "helm Pod"));
  }

  @Test
  void commands_that_need_more_than_the_image_fail_the_build_with_file_and_line() {
    assertThatThrownBy(
            () ->
                build(
                    "FROM scratch\n"
                        + "CMDS [\"kubectl apply -f https://x.example/y.yaml\", \"kubectl apply -f"
                        + " nowhere.yaml\", \"helm install r some/chart\"]\n"))
        .hasMessageContaining("Kubefile:2: CMDS asks the network for https://x.example/y.yaml")
        .hasMessageContaining("Kubefile:2: CMDS applies 'nowhere.yaml', which is not in the image")
        .hasMessageContaining("asks the network for chart some/chart");
  }

  @Test
  void closure_can_be_a_warning_or_left_out() throws Exception {
    String kubefile = "FROM scratch\nCMDS [\"kubectl apply -f nowhere.yaml\"]\n";
    build(kubefile, "a:1", NOTHING, DEFAULT.withClosure(Closure.OFF));
    assertThat(warnings).isEmpty();
    build(kubefile, "a:1", NOTHING, DEFAULT.withClosure(Closure.WARN));
    assertThat(warnings).singleElement().asString().contains("nowhere.yaml");
  }

  @Test
  void without_a_search_missing_images_are_told_as_warnings() throws Exception {
    file("app.yaml", pod("example.com/web:1"));
    build(
        "FROM scratch\nAPP web local://app.yaml\nLAUNCH [\"web\"]\n",
        "a:1",
        NOTHING,
        DEFAULT.withMode(Mode.NONE));
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("application/apps/web/app.yaml:6: image example.com/web:1 is not in the image");
  }

  @Test
  void the_lock_file_pins_names_and_digests() throws Exception {
    file("manifests/a.yaml", pod("example.com/a:1"));
    String kubefile = "FROM scratch\nCOPY . .\n";
    build(kubefile, "site:1", registry);
    assertThat(lockFile()).doesNotExist();
    build(kubefile, "site:1", registry, DEFAULT.withLockFile(LockFileUse.WRITE));
    List<String> first = Files.readAllLines(lockFile());
    assertThat(first).hasSize(2).last().asString().startsWith("example.com/a:1 sha256:");

    Options locked = DEFAULT.withLockFile(LockFileUse.REQUIRE);
    build(kubefile, "site:1", registry, locked);
    version.incrementAndGet();
    build(kubefile, "site:1", registry, locked);
    Options fresh = locked.withPull(Pull.ALWAYS);
    assertThatThrownBy(() -> build(kubefile, "site:1", registry, fresh))
        .hasMessageContaining("manifests/a.yaml:6: example.com/a:1 is locked to sha256:");

    build(kubefile, "site:1", registry, DEFAULT.withPull(Pull.ALWAYS));
    assertThat(warnings).singleElement().asString().contains("has become sha256:");
    assertThat(Files.readAllLines(lockFile())).isNotEqualTo(first);
    build(kubefile, "site:1", registry, locked);
  }

  @Test
  void a_name_that_is_not_locked_is_refused_before_it_is_fetched() throws Exception {
    file("manifests/a.yaml", pod("example.com/a:1"));
    Options locked = DEFAULT.withLockFile(LockFileUse.REQUIRE);
    assertThatThrownBy(() -> build("FROM scratch\n", "site:1", registry, locked))
        .hasMessageContaining("there is no");
    Files.writeString(lockFile(), "example.com/b:1 sha256:" + "0".repeat(64) + "\n");
    var fetched = new ArrayList<Reference>();
    ImageFetcher watched =
        (name, platforms, into) -> {
          fetched.add(name);
          return registry.fetch(name, platforms, into);
        };
    assertThatThrownBy(() -> build("FROM scratch\nCOPY . .\n", "site:1", watched, locked))
        .hasMessageContaining("manifests/a.yaml:6: example.com/a:1 is not locked");
    assertThat(fetched).isEmpty();
    assertThatThrownBy(() -> build("FROM scratch\n", "site:1", watched, locked))
        .hasMessageContaining("example.com/b:1 is locked and no longer needed");
    Files.writeString(lockFile(), "example.com/b:1\n");
    assertThatThrownBy(() -> build("FROM scratch\n", "site:1", watched, locked))
        .hasMessageContaining("Kubefile.lock:1: a line is NAME DIGEST");
  }

  @Test
  void the_lock_file_is_no_part_of_the_context() throws Exception {
    file("manifests/a.yaml", pod("example.com/a:1"));
    Path kubefile = context.resolve("Kubefile");
    Files.writeString(kubefile, "FROM scratch\nCOPY . .\n");
    var before = buildFile(kubefile);
    Files.writeString(context.resolve("Kubefile.lock"), "");
    var after = buildFile(kubefile);
    assertThat(after.executed()).isZero();
    assertThat(after.descriptor()).isEqualTo(before.descriptor());
    assertThat(unpack(after).resolve("Kubefile.lock")).doesNotExist();
  }

  private BuildResult buildFile(Path kubefile) throws Exception {
    var request =
        new BuildRequest(
            context,
            kubefile,
            List.of(Reference.parse("site:1")),
            List.of(PLATFORM),
            Map.of(),
            Map.of(),
            Map.of(),
            DEFAULT);
    return new Builder(store, directory.resolve("work"), registry)
        .build(request, BuildListener.NONE);
  }
}
