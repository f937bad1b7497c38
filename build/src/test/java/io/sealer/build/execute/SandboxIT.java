package io.sealer.build.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealer.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real namespaces and overlay mounts; needs root. */
class SandboxIT {
  @TempDir Path directory;
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private Path layers;
  private Path upper;

  @BeforeEach
  void make_layers() throws IOException {
    layers = Files.createDirectory(directory.resolve("layers"));
    upper = Files.createDirectory(directory.resolve("upper"));
    Files.createDirectories(layers.resolve("base/bin"));
  }

  @AfterEach
  void nothing_is_left_mounted() throws IOException {
    assertThat(mounts()).doesNotContain(directory.toString());
  }

  private static String mounts() throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo"));
  }

  private Sandbox.Outcome run(String script) throws IOException, InterruptedException {
    return run(script, List.of(layers.resolve("base")));
  }

  private Sandbox.Outcome run(String script, List<Path> lower)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(directory, "work");
    return new Sandbox(work, false, output::add).run(script, Map.of("A", "b"), lower, upper);
  }

  private void expectSuccess(String script) throws IOException, InterruptedException {
    // sh -e does not stop at a command that begins with "!".
    String refuse = "refuse() { if \"$@\"; then echo \"could: $*\"; exit 9; fi; }\n";
    Sandbox.Outcome outcome = run(refuse + script);
    assertThat(outcome.status()).as(outcome.lastLines().toString()).isZero();
  }

  @Test
  void devices_and_kernel_of_the_host_cannot_be_changed() throws Exception {
    String hostname = Files.readString(Path.of("/proc/sys/kernel/hostname"));
    Object nullBefore = Files.getAttribute(Path.of("/dev/null"), "unix:mode");
    expectSuccess(
        """
        chmod 600 /dev/null
        rm /dev/zero
        refuse sh -c 'echo x > /proc/sys/kernel/hostname'
        refuse sh -c 'echo 1 > /proc/sys/vm/drop_caches'
        refuse mount -t tmpfs none /tmp
        refuse mount -o remount,rw /usr
        refuse umount /usr
        refuse date -s 2001-01-01
        refuse ls /dev/vda /dev/sda
        mknod disk b 254 0
        refuse dd if=disk of=/dev/stdout count=1
        refuse touch /sys/x
        test "$(hostname)" = sealer
        """);
    assertThat(Files.getAttribute(Path.of("/dev/null"), "unix:mode")).isEqualTo(nullBefore);
    assertThat(Path.of("/dev/zero")).exists();
    assertThat(Files.readString(Path.of("/proc/sys/kernel/hostname"))).isEqualTo(hostname);
  }

  @Test
  void nothing_of_the_host_can_be_written_even_where_something_is_mounted_below() throws Exception {
    Path below = Path.of("/usr/local/sealer-sandbox-it");
    Files.createDirectory(below);
    try {
      Mounts.tmpfs(below, "size=1m");
      expectSuccess(
          """
          test -d /usr/local/sealer-sandbox-it
          refuse touch /usr/x
          refuse touch /etc/x
          refuse touch /opt/x
          refuse touch /usr/local/sealer-sandbox-it/x
          """);
    } finally {
      Mounts.detachAll(below);
      Files.delete(below);
    }
  }

  @Test
  void usual_tools_work() throws Exception {
    expectSuccess(
        """
        test "$A" = b
        echo one | tee two >/dev/null
        head -c 10 /dev/urandom | wc -c
        cat < /dev/stdin
        echo x > /dev/shm/y
        exec 3<&0
        tar cf - two | tar tf -
        chown 1:1 two && su nobody -s /bin/sh -c 'id -u'
        test -z "$(ls /sys/class/net | grep -v lo)"
        test $$ = 1
        """);
    assertThat(upper.resolve("two")).hasContent("one\n");
  }

  @Test
  void files_are_made_with_the_same_permissions_whatever_the_umask_of_the_caller()
      throws Exception {
    expectSuccess("touch file; mkdir dir");
    assertThat((int) Files.getAttribute(upper.resolve("file"), "unix:mode") & 0777).isEqualTo(0644);
    assertThat((int) Files.getAttribute(upper.resolve("dir"), "unix:mode") & 0777).isEqualTo(0755);
  }

  @Test
  void a_renamed_directory_is_copied_and_not_referred_to() throws Exception {
    Files.createDirectories(layers.resolve("base/old"));
    Files.writeString(layers.resolve("base/old/file"), "content");
    expectSuccess("mv old new; chmod 755 new/file");
    assertThat(upper.resolve("new/file")).hasContent("content");
  }

  @Test
  void a_hundred_layers_can_be_mounted() throws Exception {
    List<Path> lower =
        IntStream.range(0, 120)
            .mapToObj(i -> layers.resolve("layer-with-a-long-name-" + (100 + i)))
            .toList();
    for (Path layer : lower) {
      Files.createDirectory(layer);
      Files.writeString(layer.resolve(String.valueOf(layer.getFileName())), "x");
    }
    assertThat(run("ls | wc -l", lower).lastLines()).containsExactly("120");
  }

  @Test
  void a_failure_tells_status_and_the_last_lines() throws Exception {
    var outcome = run("for i in $(seq 30); do echo line $i; done; false; echo never");
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lastLines()).hasSize(20).endsWith("line 30");
  }

  @Test
  void a_line_without_end_does_not_fill_the_memory() throws Exception {
    var outcome = run("head -c 100000 /dev/zero | tr '\\0' x");
    assertThat(outcome.lastLines()).allSatisfy(line -> assertThat(line.length()).isLessThan(9000));
    assertThat(output.stream().mapToInt(String::length).sum()).isEqualTo(100_000);
  }

  @Test
  void what_still_runs_in_the_background_ends_with_the_script() throws Exception {
    String mark = "1" + System.nanoTime();
    expectSuccess("sleep " + mark + " & echo started");
    await().until(() -> !isRunning("sleep", mark));
  }

  @Test
  void an_interrupted_build_leaves_no_process() throws Exception {
    String mark = "2" + System.nanoTime();
    var failure = new AtomicReference<Throwable>();
    var started = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Path work = Files.createTempDirectory(directory, "work");
                    new Sandbox(work, false, line -> started.countDown())
                        .run(
                            "echo started; sleep " + mark,
                            Map.of(),
                            List.of(layers.resolve("base")),
                            upper);
                  } catch (IOException | InterruptedException e) {
                    failure.set(e);
                  }
                });
    assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    await().until(() -> isRunning("sleep", mark));
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(failure.get()).isInstanceOf(InterruptedException.class);
    await().until(() -> !isRunning("sleep", mark));
  }

  @Test
  void a_killed_jvm_takes_its_sandbox_along() throws Exception {
    String mark = "3" + System.nanoTime();
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString(),
                mark)
            .redirectErrorStream(true)
            .start();
    try (var lines = jvm.inputReader(UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("started");
      await().until(() -> isRunning("sleep", mark));
      jvm.destroyForcibly().waitFor();
      await().until(() -> !isRunning("sleep", mark));
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** A JVM that runs a sandbox until it is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      Path work = Files.createDirectory(directory.resolve("victim"));
      new Sandbox(work, false, System.out::println)
          .run(
              "echo started; sleep " + arguments[1],
              Map.of(),
              List.of(directory.resolve("layers/base")),
              directory.resolve("upper"));
    }
  }

  @Test
  void a_layer_that_is_not_there_is_an_error_of_the_mount() throws Exception {
    var outcome = run("true", List.of(layers.resolve("missing")));
    assertThat(outcome.status()).isNotZero();
    assertThatThrownBy(() -> run("true", List.of())).isInstanceOf(RuntimeException.class);
  }

  private static boolean isRunning(String... words) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .map(process -> process.resolve("cmdline"))
          .anyMatch(file -> String.join("\0", words).equals(content(file)));
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip().replaceFirst("\0$", "");
    } catch (IOException e) {
      return "";
    }
  }
}
