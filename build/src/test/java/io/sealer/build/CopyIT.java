package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of the context and of stages; needs root. */
class CopyIT extends BuildFixture {
  @Test
  void a_source_that_is_not_there_names_what_is() throws IOException {
    file("manifests/a.yaml", "kind: X\n");
    assertThatThrownBy(() -> build("FROM scratch\nCOPY manifest x\n"))
        .hasMessageStartingWith(
            "Kubefile:2: COPY manifest x: 'manifest' is not in the build context")
        .extracting(e -> ((BuildException) e).hint())
        .asString()
        .contains("manifests");
    assertThatThrownBy(() -> build("FROM scratch\nCOPY ../secret x\n"))
        .hasMessageContaining("lies outside the build context");
  }

  @Test
  void an_ignored_file_is_not_copied() throws Exception {
    file(".sealerignore", "*.secret\nlogs\n!keep.secret\n");
    file("a.secret", "x");
    file("keep.secret", "x");
    file("logs/1", "x");
    file("b", "x");
    Path root = unpack(build("FROM scratch\nCOPY . /\n"));
    assertThat(root.resolve("a.secret")).doesNotExist();
    assertThat(root.resolve("logs")).doesNotExist();
    assertThat(root.resolve("keep.secret")).exists();
    assertThat(root.resolve("b")).exists();
  }

  @Test
  void files_of_a_stage_can_be_copied() throws Exception {
    Path root =
        unpack(
            build(
                "FROM scratch AS tools\nRUN mkdir -p d && echo 1 > d/tool\nFROM scratch\nCOPY --from=tools d/ bin/\n"));
    assertThat(root.resolve("bin/tool")).hasContent("1\n");
    assertThat(root.resolve("d")).doesNotExist();
  }

  @Test
  void a_rebuild_of_many_files_is_quick() throws Exception {
    for (int i = 0; i < 10_000; i++) {
      file("many/" + i % 100 + "/" + i, "content " + i);
    }
    build("FROM scratch\nCOPY many many\n");
    // Far above the aim of one second: test machines are busy, bench/ measures.
    long begun = System.nanoTime();
    assertThat(build("FROM scratch\nCOPY many many\n").executed()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void names_of_any_alphabet_and_with_odd_characters_are_copied() throws Exception {
    for (String name :
        List.of("grüße", "日本", "emoji-\uD83D\uDE00", "a b", "x'y\"z", "-n", "[1]", "new\nline")) {
      file("names/" + name, name);
    }
    Path root =
        unpack(build("FROM scratch\nCOPY names/ to/\nCOPY \"names/日本\" names/gr*e other/\n"));
    assertThat(root.resolve("to/emoji-\uD83D\uDE00")).exists();
    assertThat(root.resolve("to/new\nline")).hasContent("new\nline");
    assertThat(root.resolve("to/[1]")).exists();
    assertThat(root.resolve("other/日本")).exists();
    assertThat(root.resolve("other/grüße")).exists();
  }

  @Test
  void a_socket_and_a_link_out_of_the_context_are_told_with_their_names() throws Exception {
    file("dir/x", "x");
    Files.createSymbolicLink(context.resolve("out"), Path.of("/etc/passwd"));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(context.resolve("dir/s")));
      assertThatThrownBy(() -> build("FROM scratch\nCOPY dir d\n"))
          .hasMessageContaining("Kubefile:2: COPY dir d: 'dir/s' is a socket, pipe or device");
      build("FROM scratch\nCOPY dir/x d\n");
    }
    assertThatThrownBy(() -> build("FROM scratch\nCOPY out x\n"))
        .hasMessageContaining("'out' is a link to something that is not in the build context");
  }

  @Test
  void names_that_are_not_utf8_are_refused_instead_of_lost() throws Exception {
    file("dir/x", "x");
    run(
        "sh",
        "-c",
        "cd " + context + "/dir && touch \"$(printf 'a\\377')\" \"$(printf 'a\\376')\"");
    run("sh", "-c", "mkdir -p \"$(printf '" + context + "/other/b\\377')/below\"");
    assertThatThrownBy(() -> build("FROM scratch\nCOPY dir d\n"))
        .isInstanceOfSatisfying(
            BuildException.class, e -> assertThat(e.hint()).contains("rename it"))
        .hasMessageContaining("Kubefile:2: COPY dir d: 'dir/a\uFFFD' has a name that is not UTF-8");
    assertThatThrownBy(() -> build("FROM scratch\nCOPY other d\n"))
        .hasMessageContaining("'other/b\uFFFD' has a name that is not UTF-8");
    build("FROM scratch\nCOPY dir/x d\n");
    Files.writeString(context.resolve(".sealerignore"), "**/a?\n");
    build("FROM scratch\nCOPY dir d\n");
  }

  @Test
  void a_large_file_is_streamed_into_a_small_layer() throws Exception {
    try (var file = new RandomAccessFile(context.resolve("large").toFile(), "rw")) {
      file.setLength(200L << 20);
    }
    BuildResult result = build("FROM scratch\nCOPY large large\n");
    assertThat(result.image().rootfs().getFirst().manifest().layers().getFirst().size())
        .isLessThan(1 << 20);
  }
}
