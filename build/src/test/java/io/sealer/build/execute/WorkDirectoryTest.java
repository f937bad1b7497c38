package io.sealer.build.execute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
  @TempDir Path work;

  private Path make(String path, Duration age) throws IOException {
    Path directory = Files.createDirectories(work.resolve(path));
    Files.writeString(directory.resolve("file"), "x");
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(age)));
    return directory;
  }

  @Test
  void what_killed_builds_left_is_removed_and_caches_stay() throws IOException {
    Path run = make("run/run-1", Duration.ZERO);
    Path part = make("snapshots/new-1", Duration.ZERO);
    Path layer = make("snapshots/abc", Duration.ofDays(6));
    Path old = make("snapshots/def", Duration.ofDays(8));
    Path step = make("steps/abc", Duration.ofDays(80));
    WorkDirectory.hold(work).close();
    assertThat(run).doesNotExist();
    assertThat(part).doesNotExist();
    assertThat(old).doesNotExist();
    assertThat(layer.resolve("file")).exists();
    assertThat(step.resolve("file")).exists();
  }

  @Test
  void nothing_is_removed_while_another_build_works() throws IOException {
    try (WorkDirectory _ = WorkDirectory.hold(work)) {
      Path run = make("run/run-1", Duration.ZERO);
      WorkDirectory.hold(work).close();
      assertThat(run).exists();
    }
  }

  @Test
  void nothing_is_removed_while_another_process_builds() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                work.toString())
            .start();
    try (var lines = other.inputReader(UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("held");
      Path run = make("run/run-1", Duration.ZERO);
      WorkDirectory.hold(work).close();
      assertThat(run).exists();
      other.destroyForcibly().waitFor();
      WorkDirectory.hold(work).close();
      assertThat(run).doesNotExist();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Another JVM that holds the directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (WorkDirectory _ = WorkDirectory.hold(Path.of(arguments[0]))) {
        System.out.println("held");
        Thread.currentThread().join();
      }
    }
  }
}
