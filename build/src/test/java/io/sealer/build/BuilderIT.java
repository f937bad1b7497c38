package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildResult;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Builds with real overlay mounts and namespaces; needs root. */
class BuilderIT extends BuildFixture {
  @Test
  void what_a_command_writes_is_in_the_image_and_nowhere_else() throws Exception {
    file("hello.txt", "hello");
    file("gone.txt", "x");
    BuildResult result =
        build(
            """
            FROM scratch
            ARG WHO=world
            ENV GREETING="good day"
            COPY . files/
            RUN cat files/hello.txt; echo "$GREETING $WHO" > greeting; rm files/gone.txt; ln -s greeting link
            RUN touch /tmp/outside /var/outside && ! touch /etc/outside && ! touch /usr/outside
            """);
    Path root = unpack(result);
    assertThat(root.resolve("files/hello.txt")).hasContent("hello");
    assertThat(root.resolve("greeting")).hasContent("good day world\n");
    assertThat(root.resolve("files/gone.txt")).doesNotExist();
    assertThat(Files.readSymbolicLink(root.resolve("link"))).hasToString("greeting");
    assertThat(output).contains("hello");
    assertThat(
            Stream.of("/tmp/outside", "/var/outside", "/etc/outside", "/usr/outside").map(Path::of))
        .noneMatch(Files::exists);
    assertThat(root.resolve("tmp")).doesNotExist();
  }

  @Test
  void an_unchanged_build_runs_nothing_and_a_changed_one_only_what_follows() throws Exception {
    file("a", "1");
    file("b", "1");
    String kubefile = "FROM scratch\nCOPY a a\nRUN cp a copied\nCOPY b b\n";
    BuildResult first = build(kubefile);
    assertThat(first.executed()).isEqualTo(3);
    BuildResult second = build(kubefile);
    assertThat(second.executed()).isZero();
    assertThat(second.descriptor()).isEqualTo(first.descriptor());
    file("b", "2");
    BuildResult third = build(kubefile);
    assertThat(third.executed()).isEqualTo(1);
    assertThat(third.descriptor()).isNotEqualTo(first.descriptor());
  }

  @Test
  void the_same_input_gives_the_same_digest_in_another_directory_and_store() throws Exception {
    file("manifests/x.txt", "x");
    String kubefile =
        "FROM scratch\nLABEL b=2 a=1\nCOPY manifests manifests\nRUN date > /tmp/now; echo fixed > file\n";
    BuildResult here = build(kubefile);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createDirectories(elsewhere.resolve("manifests"));
    Files.writeString(elsewhere.resolve("manifests/x.txt"), "x");
    context = elsewhere;
    store = DiskStore.open(directory.resolve("store2"));
    assertThat(build(kubefile).descriptor()).isEqualTo(here.descriptor());
  }

  @Test
  void two_platforms_are_one_image_with_their_own_files() throws Exception {
    file("amd64/tool", "for amd64");
    file("arm64/tool", "for arm64");
    Path kubefile =
        Files.writeString(
            directory.resolve("Kubefile"),
            "ARG WHAT=tool\nFROM scratch\nARG WHAT\nCOPY $TARGETARCH/$WHAT bin/\nCOPY $TARGETARCH/$WHAT $WHAT-2\n");
    var request =
        new BuildRequest(
            context,
            kubefile,
            List.of(Reference.parse("test:1")),
            List.of(PLATFORM, Platform.LINUX_ARM64),
            Map.of(),
            Map.of(),
            Map.of(),
            BuildRequest.Options.defaults());
    BuildResult result =
        new Builder(store, directory.resolve("work"), NOTHING).build(request, BuildListener.NONE);
    assertThat(result.image().rootfs())
        .extracting(rootfs -> rootfs.platform())
        .containsExactly(PLATFORM, Platform.LINUX_ARM64);
    Path root = unpack(result);
    assertThat(root.resolve("bin/tool")).hasContent("for amd64");
    assertThat(root.resolve("tool-2")).hasContent("for amd64");
    assertThat(result.image().rootfs().get(1).manifest().layers())
        .isNotEqualTo(result.image().rootfs().get(0).manifest().layers());
    Assumptions.assumeTrue(Files.notExists(Path.of("/proc/sys/fs/binfmt_misc/qemu-aarch64")));
    Files.writeString(kubefile, "FROM scratch\nRUN true\n");
    assertThatThrownBy(
            () ->
                new Builder(store, directory.resolve("work"), NOTHING)
                    .build(request, BuildListener.NONE))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("RUN for linux/arm64 cannot be carried out");
  }

  @Test
  void a_failed_command_tells_line_status_and_last_output() {
    var error =
        catchThrowableOfType(
            BuildException.class,
            () -> build("FROM scratch\n\nRUN echo one; echo two >&2; exit 3\n"));
    assertThat(error)
        .hasMessageStartingWith("Kubefile:3: RUN echo one")
        .hasMessageContaining("status 3");
    assertThat(error.output()).containsExactly("one", "two");
  }

  @Test
  void a_name_that_is_not_utf8_is_told_with_the_line_of_its_command() {
    assertThatThrownBy(() -> build("FROM scratch\nRUN mkdir d; : >\"d/$(printf 'a\\377')\"\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageStartingWith("Kubefile:2: RUN mkdir d")
        .hasMessageContaining("the command made 'd/a\uFFFD', whose name is not UTF-8");
    assertThatThrownBy(() -> build("FROM scratch\nRUN ln -s \"$(printf 'a\\377')\" link\n"))
        .hasMessageContaining("the command made 'link', whose target is not UTF-8");
  }

  @Test
  void a_command_in_place_of_an_application_is_told_where_it_belongs() {
    var error =
        catchThrowableOfType(
            BuildException.class,
            () -> build("FROM scratch\nLAUNCH helm install web charts/web\n"));
    assertThat(error).hasMessageContaining("there is no application 'helm'");
    assertThat(error.hint()).contains("CMDS [\"helm install web charts/web\"]");
  }
}
