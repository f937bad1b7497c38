package io.sealer.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.SshHost;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FaultsIT {
  private static final long BIG = 256L << 20;

  @TempDir Path files;

  // Servers change their keys under way; here often, so that every test meets it.
  @RegisterExtension final SshHost host = new SshHost("RekeyLimit 32M");

  @Test
  void a_connection_cut_in_the_middle_of_a_put_leaves_the_old_file_and_no_process()
      throws Exception {
    Path file = Files.writeString(files.resolve("file"), "old");
    FileContent content = FileContent.measure(() -> new RepeatingInput(BIG));
    var outcome = failureOf(() -> host.session().put(content, RemoteFile.of(file.toString())));
    awaitPart(32 << 20);

    host.sshd().cutConnections();

    assertThat(outcome.get(60, TimeUnit.SECONDS))
        .isInstanceOf(HostException.ConnectionLost.class)
        .hasMessageContaining("connection lost during put " + file);
    awaitOnly(file);
    assertThat(file).hasContent("old");
    assertThatThrownBy(() -> host.session().exec(Command.of("true")))
        .isInstanceOf(HostException.ConnectionLost.class);
  }

  @Test
  void a_connection_cut_kills_what_was_running() throws Exception {
    Path pid = files.resolve("pid");
    var outcome =
        failureOf(
            () ->
                host.session()
                    .run(Command.script("sleep 300 & echo $! >\"$1\"; wait", pid.toString())));
    Processes.await(pid);

    host.sshd().cutConnections();

    assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(HostException.ConnectionLost.class);
    Processes.assertGone(pid);
  }

  /** Its own, and that of the watcher if there is one: given a second to appear. */
  private static final String PROCESSES =
      """
      i=0
      until [ "$(pgrep -c -P $$)" -ge 2 ] || [ "$i" -ge 20 ]; do sleep 0.05; i=$((i + 1)); done
      pgrep -c -P $$
      cat
      """;

  @Test
  void what_ends_with_its_input_needs_no_watcher_on_the_host() throws Exception {
    Command command = Command.script(PROCESSES).withStdin(Source.of("end".getBytes(UTF_8)));

    assertThat(host.session().run(command).text()).isEqualTo("2\nend");
    assertThat(host.session().run(command.endingWithInput()).text()).isEqualTo("1\nend");
  }

  @Test
  void a_connection_cut_ends_what_ends_with_its_input() throws Exception {
    Path pid = files.resolve("pid");
    Command waits =
        Command.script("echo $$ >\"$1\"; exec cat", pid.toString())
            .withStdin(() -> new RepeatingInput(1L << 50))
            .withStdout(OutputStream.nullOutputStream())
            .endingWithInput();
    var outcome = failureOf(() -> host.session().run(waits));
    Processes.await(pid);

    host.sshd().cutConnections();

    assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(HostException.ConnectionLost.class);
    Processes.assertGone(pid);
  }

  @Test
  void a_disk_too_small_is_told_before_anything_is_sent() throws Exception {
    Path disk = smallDisk();
    Path file = disk.resolve("file");
    FileContent content = FileContent.measure(() -> new RepeatingInput(64 << 20));

    assertThatThrownBy(() -> host.session().put(content, RemoteFile.of(file.toString())))
        .isInstanceOfSatisfying(
            HostException.NoSpace.class,
            e -> {
              assertThat(e.path()).isEqualTo(file.toString());
              assertThat(e.needed()).isEqualTo(64 << 20);
              assertThat(e.available()).isBetween(1L, 4L << 20);
            });
  }

  @Test
  void a_disk_that_fills_up_under_way_is_told_and_the_session_lives_on() throws Exception {
    Path disk = smallDisk();
    host.session()
        .run(Command.script("head -c 4100000 /dev/zero >\"$1\"/ballast", disk.toString()));
    for (int i = 0; i < 20; i++) {
      Path file = disk.resolve("dir" + i + "/file");
      FileContent content = FileContent.of(new RepeatingInput(200_000).readAllBytes());
      assertThatThrownBy(() -> host.session().put(content, RemoteFile.of(file.toString())))
          .isInstanceOf(HostException.NoSpace.class)
          .hasMessageContaining("200000 bytes needed");
      assertThat(host.session().run(Command.of("find", disk.toString(), "-type", "f")).lines())
          .containsExactly(disk + "/ballast");
    }
  }

  @Test
  void commands_that_do_not_read_their_input_leave_the_connection_whole() throws Exception {
    for (int i = 0; i < 50; i++) {
      Command command =
          Command.script("head -c 3000000 >/dev/null; exit 4")
              .withStdin(() -> new RepeatingInput(1L << 40));
      assertThat(host.session().exec(command).exit()).isEqualTo(4);
    }
    assertThat(host.session().run(Command.of("echo", "alive")).text()).isEqualTo("alive");
  }

  @Test
  void content_goes_through_with_new_keys_under_way() throws Exception {
    FileContent content = FileContent.measure(() -> new RepeatingInput(BIG));
    Path file = files.resolve("big");

    assertThat(host.session().put(content, RemoteFile.of(file.toString()))).isTrue();

    assertThat(host.session().sha256(file.toString())).contains(content.sha256());
    assertThat(Files.size(file)).isEqualTo(BIG);
  }

  private Path smallDisk() throws Exception {
    Path disk = Files.createDirectory(files.resolve("disk"));
    host.session()
        .run(Command.of("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()));
    return disk;
  }

  private interface Task {
    void run() throws HostException;
  }

  private static CompletableFuture<Throwable> failureOf(Task task) {
    var outcome = new CompletableFuture<Throwable>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                task.run();
                outcome.complete(new AssertionError("it worked"));
              } catch (HostException e) {
                outcome.complete(e);
              }
            });
    return outcome;
  }

  private void awaitPart(long size) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (var found = Files.newDirectoryStream(files, "*.sealer-*")) {
        for (Path part : found) {
          if (Files.size(part) >= size) {
            return;
          }
        }
      }
      assertThat(System.nanoTime()).as("time for the transfer to begin").isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  private void awaitOnly(Path file) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (var all = Files.list(files)) {
        if (all.toList().equals(java.util.List.of(file))) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("time to clean up").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
