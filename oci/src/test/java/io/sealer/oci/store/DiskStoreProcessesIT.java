package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, some killed without warning, use one store. */
@Timeout(60)
class DiskStoreProcessesIT {
  private static final Descriptor ZEROS = Descriptor.of(MediaTypes.LAYER_TAR, new byte[1 << 20]);

  @TempDir Path directory;
  private final List<Worker> workers = new ArrayList<>();

  /** A process and what it says. */
  private record Worker(Process process, BufferedReader output) {
    void awaitReady() throws IOException {
      for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
        assertThat(line).as("the worker ended before it was ready").isNotNull();
      }
    }

    void end() throws Exception {
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private Worker start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreWorker.class.getName(),
                directory.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var worker = new Worker(process, process.inputReader(UTF_8));
    workers.add(worker);
    return worker;
  }

  @AfterEach
  void killAll() throws InterruptedException {
    for (Worker worker : workers) {
      worker.kill();
    }
  }

  private long temporaries() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("incoming"))) {
      return files.filter(file -> file.toString().endsWith(".tmp")).count();
    }
  }

  @Test
  void processes_name_and_prune_at_once_and_nothing_is_lost() throws Exception {
    List<Worker> three = List.of(start("tag", "a"), start("tag", "b"), start("tag", "c"));
    for (Worker worker : three) {
      worker.awaitReady();
      worker.end();
    }
    try (var store = DiskStore.open(directory)) {
      store.prune();
      assertThat(store.names()).hasSize(75);
      for (var named : store.names()) {
        for (Descriptor part : Closure.of(store, named.descriptor()).all()) {
          assertThat(store.read(part)).isNotEmpty();
        }
      }
    }
  }

  @Test
  void what_a_living_process_wrote_stays_and_what_a_killed_one_wrote_goes() throws Exception {
    try (var store = DiskStore.open(directory)) {
      Worker writer = start("unnamed", "text");
      writer.awaitReady();
      assertThat(store.prune()).isZero();
      writer.kill();
      assertThat(store.prune()).isPositive();
    }
  }

  @Test
  void a_killed_writer_leaves_no_content_and_its_temporary_file_is_pruned() throws Exception {
    try (var store = DiskStore.open(directory)) {
      Worker writer = start("ingest");
      writer.awaitReady();
      assertThat(temporaries()).isEqualTo(1);
      store.prune();
      assertThat(temporaries()).isEqualTo(1);
      writer.kill();
      assertThat(store.has(ZEROS.digest())).isFalse();
      assertThat(store.prune()).isEqualTo(1 << 20);
      assertThat(temporaries()).isZero();
    }
  }

  @Test
  void a_download_goes_on_after_its_process_was_killed() throws Exception {
    Worker first = start("download", "300000");
    first.awaitReady();
    first.kill();
    try (var store = DiskStore.open(directory);
        var part = store.resume(ZEROS)) {
      assertThat(part.position()).isEqualTo(300_000);
      part.write(new byte[1 << 20], 0, (1 << 20) - 300_000);
      part.commit();
      assertThat(store.read(ZEROS)).hasSize(1 << 20);
    }
  }

  @Test
  void a_second_process_waits_for_a_download_and_finds_it_done() throws Exception {
    Worker first = start("download", "10");
    first.awaitReady();
    try (var store = DiskStore.open(directory)) {
      var second =
          CompletableFuture.supplyAsync(
              () -> {
                try (var part = store.resume(ZEROS)) {
                  return part.position();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(second).isNotDone();
      first.end();
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(1 << 20);
    }
  }

  @Test
  void processes_that_wait_for_each_others_downloads_both_get_on() throws Exception {
    Descriptor empty = Descriptor.of(MediaTypes.LAYER_TAR, new byte[0]);
    try (var store = DiskStore.open(directory);
        var ours = store.resume(ZEROS)) {
      Worker theirs = start("cross");
      theirs.awaitReady();
      awaitWaiter(theirs.process());
      var crossed =
          CompletableFuture.supplyAsync(
              () -> {
                try (var _ = store.resume(empty)) {
                  return store.has(empty.digest());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(crossed)
          .failsWithin(300, TimeUnit.MILLISECONDS)
          .withThrowableOfType(TimeoutException.class);
      ours.write(new byte[1 << 20], 0, 1 << 20);
      ours.commit();
      assertThat(crossed.get(30, TimeUnit.SECONDS)).isTrue();
      theirs.end();
    }
  }

  /** Until the kernel knows that the process waits for a lock ({@code ->} in /proc/locks). */
  private static void awaitWaiter(Process process) throws Exception {
    String waiting = "-> POSIX  ADVISORY  WRITE " + process.pid() + " ";
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!Files.readString(Path.of("/proc/locks")).contains(waiting)) {
      assertThat(System.nanoTime()).as("the worker waits for our lock").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void threads_of_two_processes_that_share_a_lock_without_end_let_a_third_have_it_alone()
      throws Exception {
    for (Worker worker : List.of(start("share", "a-lock"), start("share", "a-lock"))) {
      worker.awaitReady();
    }
    for (int n = 0; n < 5; n++) {
      PathLock.exclusive(directory.resolve("a-lock")).close();
    }
  }

  @Test
  void processes_remove_and_check_at_once_and_none_stumbles_over_what_is_gone() throws Exception {
    for (String name : List.of("one", "two", "three")) {
      start("churn", name);
    }
    for (Worker worker : workers) {
      worker.awaitReady();
      worker.end();
    }
  }
}
