package io.sealer.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds in processes of their own, by root and by a user without rights; needs root. */
class DeterminismIT {
  private static final int NOBODY = 65534;
  private static final String KUBEFILE =
      """
      FROM scratch
      LABEL b=2 a=1
      ENV LANGUAGE=ünï
      COPY . all/
      ADD in.tar from/tar/
      COPY <<here.txt etc/
      text
      here.txt
      APP shop local://app.yaml
      RUN mkdir -m 700 closed && echo x > closed/x && chmod 400 closed/x && mkdir -m 0 none && touch closed/now
      RUN rm -r all/dir && mkdir all/dir && touch all/dir/new && ln -s dir all/link && ln closed/x closed/y
      RUN test "$(ls all/dir)" = new && ! ls /home/* && ! touch /usr/x /etc/x 2>/dev/null
      LAUNCH ["shop"]
      """;

  @TempDir Path directory;

  @BeforeEach
  void let_others_in() throws IOException {
    Files.setAttribute(directory, "unix:mode", 0755);
  }

  @Test
  void the_same_input_gives_the_same_digest_whoever_builds_it_where_and_when() throws Exception {
    Path here = context("here", 0644, 0755, Instant.parse("2001-02-03T04:05:06Z"));
    Path there = context("some/where else", 0664, 0775, Instant.now());
    String byRoot = build(here, 0, "022", "-Duser.timezone=UTC");
    String byUser =
        build(
            there,
            NOBODY,
            "077",
            "-Duser.timezone=Asia/Tokyo",
            "-Duser.language=tr",
            "-Dfile.encoding=ISO-8859-9");
    assertThat(byRoot).startsWith("sha256:");
    assertThat(byUser).isEqualTo(byRoot);
  }

  /** Here because only here another user builds. */
  @Test
  void a_file_that_the_user_may_not_read_is_told_with_its_line() throws Exception {
    Path context = context("here", 0644, 0755, Instant.now());
    Path closed = context.resolve("dir/I.txt");
    Files.setAttribute(closed, "unix:mode", 0);
    assertThatThrownBy(() -> build(context, NOBODY, "022"))
        .hasMessageContaining("Kubefile:")
        .hasMessageContaining("COPY . all/: 'dir/I.txt' cannot be read");
    Files.writeString(context.resolve(".sealerignore"), "dir/I.txt\n");
    assertThat(build(context, NOBODY, "022")).startsWith("sha256:");
  }

  private Path context(String name, int file, int folder, Instant time) throws Exception {
    Path context = directory.resolve(name);
    write(context.resolve("Kubefile"), KUBEFILE);
    write(context.resolve("app.yaml"), "kind: ConfigMap\n");
    write(context.resolve("dir/I.txt"), "content");
    write(context.resolve("dir/grüße/日本.txt"), "content");
    Path tar = context.resolve("in.tar");
    command(
        "tar",
        "-C",
        context.toString(),
        "--sort=name",
        "--mtime=@0",
        "--owner=0",
        "--group=0",
        "--mode=a+rX,go-w",
        "-cf",
        tar.toString(),
        "dir");
    try (Stream<Path> all = Files.walk(context)) {
      for (Path path : all.sorted().toList().reversed()) {
        Files.setLastModifiedTime(path, FileTime.from(time));
        Files.setAttribute(path, "unix:mode", Files.isDirectory(path) ? folder : file);
      }
    }
    return context;
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private String build(Path context, int user, String umask, String... options) throws Exception {
    Path home = Files.createDirectories(directory.resolve("home-" + user));
    Files.setAttribute(home, "unix:uid", user);
    // Permissions of parents of "some/where else" are the umask's of this process.
    Files.setAttribute(context.getParent(), "unix:mode", 0755);
    var command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "sh", "-c"));
    command.add("umask " + umask + "; exec \"$@\"");
    command.addAll(List.of("sh", Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", classPath(), BuildMain.class.getName()));
    command.addAll(List.of(home.toString(), context.toString()));
    return command(command.toArray(String[]::new)).strip();
  }

  /** Our own class path, where everybody can read it. */
  private String classPath() throws IOException {
    Path copies = directory.resolve("classes");
    var path = new ArrayList<String>();
    int number = 0;
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path from = Path.of(element);
      Path to = copies.resolve(number++ + "-" + from.getFileName());
      path.add(to.toString());
      if (!Files.exists(to) && Files.exists(from)) {
        copy(from, to);
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.sorted().toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        if (!Files.isDirectory(path)) {
          Files.copy(path, target);
        }
      }
    }
  }

  private static String command(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
