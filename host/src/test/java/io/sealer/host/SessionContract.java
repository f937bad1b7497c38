package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every session does, however it reaches its machine. */
@SuppressWarnings("NullAway.Init")
abstract class SessionContract {
  @TempDir Path files;

  abstract Session session() throws Exception;

  @Test
  void a_command_answers_with_its_output_errors_and_exit_status() throws Exception {
    ExecResult result =
        session().exec(Command.script("echo out; echo err >&2; printf half; exit 7"));

    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.stdout()).isEqualTo("out\nhalf");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(result.lastLines()).contains("out", "err", "half");
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void a_failed_run_says_where_what_and_the_last_words() {
    assertThatThrownBy(() -> session().run(Command.of("sh", "-c", "echo oh no >&2; exit 3")))
        .isInstanceOfSatisfying(
            HostException.CommandFailed.class,
            e -> {
              assertThat(e.exit()).isEqualTo(3);
              assertThat(e.output()).containsExactly("oh no");
              assertThat(e.command()).contains("sh -c 'echo oh no >&2; exit 3'");
              assertThat(e).hasMessageContaining("exited 3: oh no");
            });
  }

  @Test
  void a_missing_program_has_its_own_hint() {
    assertThatThrownBy(() -> session().run(Command.of("no-such-program")))
        .isInstanceOfSatisfying(
            HostException.CommandFailed.class, e -> assertThat(e.hint()).contains("not installed"));
  }

  @Test
  void a_full_disk_has_its_own_hint_whatever_ran_into_it() {
    assertThatThrownBy(() -> session().run(Command.script("head -c 9 /dev/zero > /dev/full")))
        .isInstanceOfSatisfying(
            HostException.CommandFailed.class,
            e -> assertThat(e.hint()).contains("a disk of the host is full"));
  }

  @Test
  void arguments_arrive_as_they_are_whatever_they_hold() throws Exception {
    var every = new StringBuilder();
    for (char c = 1; c < 0x180; c++) {
      every.append(c);
    }
    List<String> words =
        List.of(
            "",
            " ",
            "'",
            "''",
            "$HOME `id` \\ \" !",
            "-n",
            "*",
            "\n",
            "a\nb\n",
            "~",
            "日本😀",
            every.toString());
    for (String word : words) {
      assertThat(session().run(Command.of("printf", "%s.", word)).stdout()).isEqualTo(word + ".");
      assertThat(session().run(Command.script("printf %s. \"$1\"", word)).stdout())
          .isEqualTo(word + ".");
    }
  }

  @Test
  void the_environment_arrives_as_it_is_and_is_in_no_process_list() throws Exception {
    String value = "very 'secret'\n$value \u0081\u0088";
    Command command =
        Command.script(
                "printf %s \"$TOKEN\"; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >&2")
            .withEnv("TOKEN", Secret.of(value));

    ExecResult result = session().run(command);

    assertThat(result.stdout()).isEqualTo(value);
    assertThat(result.stderr())
        .contains("java")
        .doesNotContain("very 'secret")
        .doesNotContain("$TOKEN");
    assertThat(command.toString()).doesNotContain("secret");
  }

  @Test
  void without_input_a_command_reads_the_end_of_file() throws Exception {
    assertThat(session().run(Command.of("cat")).stdout()).isEmpty();
  }

  @Test
  void input_arrives_whole_and_only_it() throws Exception {
    byte[] bytes = new RepeatingInput(3 << 20).readAllBytes();
    var back = new ByteArrayOutputStream();

    session().run(Command.of("cat").withStdin(Source.of(bytes)).withStdout(back));

    assertThat(back.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void a_command_may_end_without_reading_its_input() throws Exception {
    Source endless = () -> new RepeatingInput(Long.MAX_VALUE);
    ExecResult result =
        session().exec(Command.script("head -c 5 >/dev/null; exit 4").withStdin(endless));
    assertThat(result.exit()).isEqualTo(4);
  }

  @Test
  void input_that_cannot_be_read_never_passes_for_the_whole() throws Exception {
    Path seen = files.resolve("seen");
    Source broken = () -> new SequenceInputStream(new RepeatingInput(100_000), new FailingInput());

    assertThatThrownBy(
            () ->
                session()
                    .run(
                        Command.script("cat >/dev/null; echo whole >\"$1\"", seen.toString())
                            .withStdin(broken)))
        .isInstanceOf(HostException.LocalFailure.class)
        .hasMessageContaining("disk error");
    assertThat(seen).doesNotExist();
  }

  @Test
  void long_output_keeps_its_end_and_says_so() throws Exception {
    ExecResult result =
        session().run(Command.script("head -c 6000000 /dev/zero | tr '\\0' x; echo; echo end"));

    assertThat(result.truncated()).isTrue();
    assertThat(result.stdout()).endsWith("x\nend\n").hasSizeLessThanOrEqualTo(4 << 20);
  }

  @Test
  void lines_are_told_as_they_come_on_the_callers_thread() throws Exception {
    var lines = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    session()
        .run(
            Command.script("echo one; echo two >&2; printf three")
                .onLine(
                    line -> {
                      lines.add(line);
                      threads.add(Thread.currentThread());
                    }));
    assertThat(lines).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(threads).containsOnly(Thread.currentThread());
  }

  @Test
  void many_commands_run_at_the_same_time() throws Exception {
    Session session = session();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<java.util.concurrent.Future<String>>();
      for (int i = 0; i < 40; i++) {
        int n = i;
        answers.add(
            threads.submit(() -> session.run(Command.script("sleep 0.1; echo " + n)).text()));
      }
      for (int i = 0; i < 40; i++) {
        assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void a_silent_command_is_killed_with_its_children() throws Exception {
    Path pid = files.resolve("pid");
    assertThatThrownBy(
            () ->
                session()
                    .run(
                        Command.script(
                                "sleep 300 & echo $! >\"$1\"; echo last; wait", pid.toString())
                            .withIdleTimeout(Duration.ofSeconds(1))))
        .isInstanceOfSatisfying(
            HostException.Stalled.class, e -> assertThat(e.output()).containsExactly("last"));
    Processes.assertGone(pid);
  }

  @Test
  void a_command_that_makes_progress_is_not_idle() throws Exception {
    ExecResult result =
        session()
            .run(
                Command.script("for i in 1 2 3 4 5 6; do sleep 0.5; echo $i; done")
                    .withIdleTimeout(Duration.ofMillis(1500)));
    assertThat(result.lines()).hasSize(6);
  }

  @Test
  void an_interrupt_kills_the_command() throws Exception {
    Path pid = files.resolve("pid");
    Session session = session();
    var outcome = new CompletableFuture<Throwable>();
    var flag = new CompletableFuture<Boolean>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    session.run(
                        Command.script(
                            "trap '' TERM; echo $$ >\"$1\"; sleep 300; sleep 300", pid.toString()));
                    outcome.complete(new AssertionError("ended by itself"));
                  } catch (HostException e) {
                    flag.complete(Thread.currentThread().isInterrupted());
                    outcome.complete(e);
                  }
                });
    Processes.await(pid);
    caller.interrupt();

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(HostException.Cancelled.class);
    assertThat(flag.get()).isTrue();
    Processes.assertGone(pid);
  }

  @Test
  void closing_the_session_kills_what_still_runs() throws Exception {
    Path pid = files.resolve("pid");
    Session session = session();
    var outcome = new CompletableFuture<Throwable>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                session.run(Command.script("echo $$ >\"$1\"; sleep 300", pid.toString()));
                outcome.complete(new AssertionError("ended by itself"));
              } catch (HostException e) {
                outcome.complete(e);
              }
            });
    Processes.await(pid);
    session.close();

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(HostException.class);
    Processes.assertGone(pid);
    assertThatThrownBy(() -> session.exec(Command.of("true")))
        .isInstanceOf(HostException.ConnectionLost.class);
  }

  @Test
  void put_writes_the_content_with_mode_and_makes_directories() throws Exception {
    Path file = files.resolve("a dir/it's/f'ile");
    boolean written =
        session().put(FileContent.of("hello\n"), RemoteFile.of(file.toString()).withMode(0640));

    assertThat(written).isTrue();
    assertThat(file).hasContent("hello\n");
    assertThat(session().stat(file.toString()))
        .hasValueSatisfying(
            stat -> {
              assertThat(stat.mode()).isEqualTo(0640);
              assertThat(stat.size()).isEqualTo(6);
              assertThat(stat.type()).isEqualTo(RemoteStat.Type.FILE);
            });
    assertThat(file.getParent()).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void put_skips_what_is_there_already_but_sets_the_mode() throws Exception {
    for (int size : List.of(0, 5, 1 << 20)) {
      Path file = files.resolve("f" + size);
      FileContent content = FileContent.of(new byte[size]);
      RemoteFile to = RemoteFile.of(file.toString());

      assertThat(session().put(content, to)).isTrue();
      Object inode = Files.getAttribute(file, "unix:ino");
      assertThat(session().put(content, to.executable())).isFalse();
      assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
      assertThat(session().stat(file.toString()).orElseThrow().mode()).isEqualTo(0755);
    }
  }

  @Test
  void put_refuses_content_that_is_not_what_was_announced() throws Exception {
    Path file = Files.writeString(files.resolve("f"), "old");
    for (int size : List.of(10, 1 << 20)) {
      FileContent honest = FileContent.of(new byte[size]);
      var forged = new FileContent(Source.of(new byte[size + 1]), size, honest.sha256());
      assertThatThrownBy(() -> session().put(forged, RemoteFile.of(file.toString())))
          .isInstanceOf(HostException.TransferCorrupt.class)
          .hasMessageContaining(file.toString());
    }
    assertThat(file).hasContent("old");
    assertThat(files).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void put_to_a_place_that_cannot_be_written_says_why() {
    assertThatThrownBy(() -> session().put(FileContent.of("x"), RemoteFile.of("/proc/no/file")))
        .isInstanceOf(HostException.CommandFailed.class)
        .hasMessageContaining("/proc/no");
    assertThatThrownBy(() -> session().put(FileContent.of("x"), RemoteFile.of("/tmp")))
        .isInstanceOf(HostException.CommandFailed.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  void get_brings_a_file_back() throws Exception {
    byte[] bytes = new RepeatingInput(5 << 20).readAllBytes();
    Path file = Files.write(files.resolve("-f 'x'"), bytes);
    var back = new ByteArrayOutputStream();

    session().get(file.toString(), back);

    assertThat(back.toByteArray()).isEqualTo(bytes);
    assertThatThrownBy(() -> session().get("/no/such/file", back))
        .isInstanceOf(HostException.CommandFailed.class)
        .hasMessageContaining("No such file");
  }

  @Test
  void stat_and_digest_answer_nothing_for_what_is_not_there() throws Exception {
    Path file = Files.writeString(files.resolve("f"), "abc");

    assertThat(session().sha256(file.toString())).contains(FileContent.of("abc").sha256());
    assertThat(session().sha256("/no/such/file")).isEmpty();
    assertThat(session().stat("/no/such/file")).isEmpty();
    assertThat(session().stat("/").orElseThrow().type()).isEqualTo(RemoteStat.Type.DIRECTORY);
  }

  @Test
  void facts_describe_this_machine() throws Exception {
    Facts facts = session().facts(List.of("/", "/no/such/directory"));

    String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease"), StandardCharsets.UTF_8);
    assertThat(facts.kernel()).isEqualTo(kernel.strip());
    assertThat(facts.cpus()).isPositive();
    assertThat(facts.memoryBytes()).isGreaterThan(100L << 20);
    assertThat(facts.disks()).hasSize(2);
    assertThat(facts.disks().get(1).path()).isEqualTo("/no/such/directory");
    assertThat(facts.disks().get(0).freeBytes()).isPositive();
    assertThat(facts.addresses()).contains("127.0.0.1");
    // The same clock on both sides: what is left is what cannot be known.
    assertThat(facts.clock().skew().abs())
        .isLessThanOrEqualTo(facts.clock().uncertainty().plusMillis(5));
  }
}
