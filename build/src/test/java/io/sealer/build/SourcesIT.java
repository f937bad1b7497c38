package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.build.job.BuildException;
import io.sealer.oci.Digest;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Archives, here-documents, remote files, stages and links of lower layers; needs root. */
class SourcesIT extends BuildFixture {
  @Test
  void a_link_of_the_image_is_followed_and_not_replaced() throws Exception {
    file("tool", "tool");
    file("etc/conf", "conf");
    Path root =
        unpack(
            build(
                """
                FROM scratch
                RUN mkdir -p usr/bin && touch usr/bin/first && ln -s usr/bin bin && ln -s /../../usr/bin sbin && mkdir -m 700 private
                COPY tool bin/
                COPY tool bin/second
                COPY tool sbin
                COPY etc bin/
                COPY tool private/
                """));
    assertThat(root.resolve("bin")).isSymbolicLink();
    assertThat(root.resolve("sbin")).isSymbolicLink();
    for (String name : new String[] {"first", "tool", "second", "conf"}) {
      assertThat(root.resolve("usr/bin/" + name)).exists();
    }
    assertThat(Files.getAttribute(root.resolve("private"), "unix:mode")).isEqualTo(040700);
  }

  @Test
  void a_file_copied_onto_a_directory_goes_into_it() throws Exception {
    file("tool", "tool");
    file("dir/x", "x");
    Path root = unpack(build("FROM scratch\nCOPY dir bin\nCOPY tool bin\n"));
    assertThat(root.resolve("bin/tool")).hasContent("tool");
    assertThat(root.resolve("bin/x")).exists();
  }

  @Test
  void links_that_lead_to_each_other_are_told() throws Exception {
    file("tool", "tool");
    assertThatThrownBy(() -> build("FROM scratch\nRUN ln -s b a; ln -s a b\nCOPY tool a/x\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("Kubefile:3: COPY tool a/x: 'a/x' goes through links that lead");
  }

  @Test
  void local_archives_are_unpacked_however_they_are_packed() throws Exception {
    file("in/a.txt", "a");
    Files.createSymbolicLink(context.resolve("in/link"), Path.of("a.txt"));
    String in = context.toString();
    run("tar", "-C", in, "-cf", in + "/1.tar", "in");
    run("tar", "-C", in, "-czf", in + "/2.bin", "in");
    run("tar", "-C", in, "--zstd", "-cf", in + "/3.tar.zst", "in");
    run("tar", "-C", in, "-cJf", in + "/4.txz", "in");
    run("tar", "-C", in, "-cjf", in + "/5.tbz", "in");
    file("plain.gz", "no archive");
    String kubefile =
        "FROM scratch\nADD 1.tar one\nADD 2.bin two/\nADD 3.tar.zst 4.txz 5.tbz plain.gz all/\nCOPY 1.tar kept/\n";
    Path root = unpack(build(kubefile));
    assertThat(root.resolve("one/in/a.txt")).hasContent("a");
    assertThat(root.resolve("two/in/link")).isSymbolicLink();
    assertThat(root.resolve("all/in/a.txt")).hasContent("a");
    assertThat(root.resolve("all/plain.gz")).hasContent("no archive");
    assertThat(root.resolve("kept/1.tar")).isRegularFile();
    assertThat(build(kubefile).executed()).isZero();
  }

  @Test
  void an_archive_that_wants_out_is_refused_and_writes_nothing() throws Exception {
    Path outside = directory.resolve("outside");
    tar("up.tar", TarEntry.file("../outside", 0644, 1));
    tar("link.tar", TarEntry.symlink("way", outside.toString()), TarEntry.file("way/x", 0644, 1));
    tar("hard.tar", TarEntry.hardLink("copy", "/etc/passwd"));
    tar("cut.tar", TarEntry.file("x", 0644, 1));
    byte[] cut = Files.readAllBytes(context.resolve("cut.tar"));
    Files.write(context.resolve("cut.tar"), Arrays.copyOf(cut, 513));
    for (String bad : new String[] {"up.tar", "hard.tar", "cut.tar"}) {
      assertThatThrownBy(() -> build("FROM scratch\nADD " + bad + " x/\n"))
          .isInstanceOf(BuildException.class)
          .hasMessageContaining("'" + bad + "' cannot be unpacked");
    }
    // Absolute links stay inside, as in a chroot.
    assertThat(unpack(build("FROM scratch\nADD link.tar x/\n")).resolve("x/way")).isSymbolicLink();
    assertThat(outside).doesNotExist();
  }

  @Test
  void a_bomb_is_refused() throws Exception {
    try (OutputStream out = Files.newOutputStream(context.resolve("bomb.tar.gz"));
        OutputStream packed = Compression.GZIP.pack(out)) {
      var tar = new TarWriter(packed);
      long size = 256L << 20;
      tar.add(TarEntry.file("zeros", 0644, size), new Zeros(size));
      tar.finish();
    }
    assertThatThrownBy(() -> build("FROM scratch\nADD bomb.tar.gz x/\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("'bomb.tar.gz' cannot be unpacked");
  }

  @Test
  void here_documents_become_files() throws Exception {
    Path root =
        unpack(
            build(
                """
                FROM scratch
                ARG WHO=world
                COPY <<config.yaml <<'raw' etc/
                hello: "$WHO" \\$HOME
                config.yaml
                kept: "$WHO"
                raw
                COPY --chmod=755 <<EOF bin/run
                #!/bin/sh
                EOF
                RUN <<EOF
                #!/usr/bin/env perl
                open(my $f, '>', 'by-perl'); print $f "yes";
                EOF
                """));
    assertThat(root.resolve("etc/config.yaml")).hasContent("hello: \"world\" $HOME\n");
    assertThat(root.resolve("etc/raw")).hasContent("kept: \"$WHO\"\n");
    assertThat(root.resolve("bin/run")).hasContent("#!/bin/sh\n").isExecutable();
    assertThat(root.resolve("by-perl")).hasContent("yes");
  }

  @Test
  void a_stage_can_begin_with_an_earlier_one() throws Exception {
    Path root =
        unpack(
            build(
                """
                FROM scratch AS Base
                RUN echo 1 > one
                FROM base AS second
                RUN echo 2 > two
                FROM scratch
                COPY --from=1 . all/
                COPY --from=base one only
                """));
    assertThat(root.resolve("all/one")).exists();
    assertThat(root.resolve("all/two")).exists();
    assertThat(root.resolve("only")).hasContent("1\n");
  }

  @Test
  void remote_files_are_fetched_checked_and_named() throws Exception {
    Digest digest = Digest.of("remote".getBytes(StandardCharsets.UTF_8));
    String away;
    try (var web =
        new WebServer(
            Map.of(
                "/file", WebServer.ok("remote", 6),
                "/cut", WebServer.ok("remote", 1000),
                "/moved", "HTTP/1.1 302 Found\r\nLocation: /file\r\nContent-Length: 0\r\n\r\n"))) {
      away = web.address() + "/file";
      String checked = "FROM scratch\nADD --checksum=" + digest + " " + away + " to/\n";
      Path root = unpack(build(checked + "COPY " + web.address() + "/moved as\n"));
      assertThat(root.resolve("to/file")).hasContent("remote");
      assertThat(root.resolve("as")).hasContent("remote");
      assertThat(web.asked()).containsExactly("/file", "/moved", "/file");
      assertThat(build(checked).executed()).isZero();
      assertThat(web.asked()).hasSize(3);
      String wrong = "sha256:" + "0".repeat(64);
      assertThatThrownBy(() -> build("FROM scratch\nADD --checksum=" + wrong + " " + away + " x\n"))
          .hasMessageContaining("has checksum " + digest);
      assertThatThrownBy(() -> build("FROM scratch\nAPP x " + web.address() + "/no.yaml\n"))
          .hasMessageContaining("/no.yaml answered 404");
      assertThatThrownBy(() -> build("FROM scratch\nADD " + web.address() + "/cut to/\n"))
          .hasMessageContaining("/cut cannot be fetched: Premature EOF");
    }
    assertThatThrownBy(() -> build("FROM scratch\nADD " + away + " to/\n"))
        .hasMessageContaining(away + " cannot be fetched");
  }

  @Test
  void an_application_of_no_kind_needs_commands() throws Exception {
    file("app/x.bin", "x");
    assertThatThrownBy(() -> build("FROM scratch\nAPP odd local://app\n"))
        .isInstanceOf(BuildException.class)
        .hasMessageStartingWith("Kubefile:2: APP odd local://app: it cannot be told how to launch");
    build("FROM scratch\nAPP odd local://app\nAPPCMDS odd [\"true\"]\nLAUNCH [\"odd\"]\n");
    assertThatThrownBy(() -> build("FROM scratch\nAPP odd local://app\nAPPCMDS ood [\"true\"]\n"))
        .extracting(e -> ((BuildException) e).hint())
        .isEqualTo("did you mean 'odd'?");
  }

  private void tar(String name, TarEntry... entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(context.resolve(name))) {
      var tar = new TarWriter(out);
      for (TarEntry entry : entries) {
        if (entry.size() > 0) {
          tar.add(entry, new ByteArrayInputStream(new byte[] {1}));
        } else {
          tar.add(entry);
        }
      }
      tar.finish();
    }
  }

  /** That many zeros. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int at, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(length, left);
      Arrays.fill(buffer, at, at + n, (byte) 0);
      left -= n;
      return n;
    }
  }
}
