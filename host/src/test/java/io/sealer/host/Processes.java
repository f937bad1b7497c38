package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Looks whether a process lives, by the file that it wrote its id to. */
final class Processes {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Processes() {}

  /** Waits until the process has written its id. */
  static long await(Path file) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
      assertThat(System.nanoTime()).as("time to write " + file).isLessThan(deadline);
      Thread.sleep(10);
    }
    return Long.parseLong(Files.readString(file).strip());
  }

  /** Waits until the process is gone. */
  static void assertGone(Path file) throws IOException, InterruptedException {
    long pid = await(file);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      assertThat(System.nanoTime()).as("time for " + pid + " to end").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
