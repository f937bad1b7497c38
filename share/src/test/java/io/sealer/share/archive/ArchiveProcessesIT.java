package io.sealer.share.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Loading beside other processes, being killed in the middle of it, and on a full disk. */
@Timeout(120)
class ArchiveProcessesIT {
  private static final Reference NAME = Reference.parse("app:1");

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();
  private Path archive = Path.of("none");

  @BeforeEach
  void save() throws IOException {
    archive = directory.resolve("app.tar");
    String[] layers = IntStream.range(0, 60).mapToObj(i -> "layer" + i).toArray(String[]::new);
    layers[0] = "shared"; // as the builders' images have it
    try (var store = DiskStore.open(directory.resolve("source"))) {
      store.tag(NAME, Images.image(store, Compression.ZSTD, layers));
      ArchiveWriter.save(store, List.of(NAME), archive, Progress.NONE);
    }
  }

  @AfterEach
  void killAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  private Path store() {
    return directory.resolve("store");
  }

  private Process start(String command, String argument) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ArchiveWorker.class.getName(),
                store().toString(),
                command,
                argument)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }

  private static List<String> names(ImageStore store) throws IOException {
    return store.names().stream().map(named -> named.name().familiar()).toList();
  }

  @Test
  void builds_loads_removals_and_prunes_of_many_processes_lose_nothing_that_has_a_name()
      throws Exception {
    start("build", "a");
    start("load", archive.toString());
    start("rmi", NAME.toString());
    start("build", "b");
    start("load", archive.toString());
    for (Process process : processes) {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    try (var store = DiskStore.open(store())) {
      assertThat(names(store)).filteredOn(name -> name.matches("[ab]:\\d+")).hasSize(24);
      assertThat(store.check(false, Progress.NONE).problems()).isEmpty();
      ArchiveReader.load(archive, store, Progress.NONE);
      store.prune();
      assertThat(store.check(false, Progress.NONE).problems()).isEmpty();
    }
  }

  @Test
  void a_load_killed_in_the_middle_shows_nothing_and_the_next_one_succeeds() throws Exception {
    Process killed = start("half", archive.toString());
    try (var output = killed.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("half");
    }
    killed.destroyForcibly().waitFor();
    try (var store = DiskStore.open(store())) {
      assertThat(store.names()).isEmpty();
      assertThat(store.check(false, Progress.NONE).problems()).isEmpty();
      ArchiveReader.load(archive, store, Progress.NONE);
      store.prune();
      assertThat(names(store)).containsExactly("app:1");
      assertThat(store.check(false, Progress.NONE).problems()).isEmpty();
      try (Stream<Path> left = Files.list(store().resolve("incoming"))) {
        assertThat(left).noneMatch(file -> file.toString().endsWith(".tmp"));
      }
    }
  }

  @Test
  void on_a_full_disk_the_store_stays_as_it_was_and_loading_works_when_there_is_room()
      throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    try (var store = DiskStore.open(disk.resolve("store"))) {
      assertThatThrownBy(() -> ArchiveReader.load(archive, store, Progress.NONE))
          .isInstanceOf(OciException.class)
          .hasMessageContaining("the disk is full: cannot write " + disk);
      assertThat(store.names()).isEmpty();
      try (Stream<Path> blobs = Files.list(disk.resolve("store/blobs/sha256"))) {
        assertThat(blobs).isEmpty();
      }
      run("mount", "-o", "remount,size=4m", disk.toString());
      ArchiveReader.load(archive, store, Progress.NONE);
      assertThat(names(store)).containsExactly("app:1");
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  @Test
  void saving_to_a_full_disk_leaves_no_half_file() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString());
    try (var store = DiskStore.open(directory.resolve("source"))) {
      for (SaveOptions options :
          List.of(SaveOptions.ALL, SaveOptions.ALL.withVolume(new VolumeSize(4096)))) {
        Path file = disk.resolve("app.tar");
        assertThatThrownBy(
                () -> ArchiveWriter.save(store, List.of(NAME), options, file, Progress.NONE))
            .isInstanceOf(OciException.class)
            .hasMessageContaining("the disk is full: cannot write " + file);
        try (Stream<Path> left = Files.list(disk)) {
          assertThat(left).isEmpty();
        }
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
