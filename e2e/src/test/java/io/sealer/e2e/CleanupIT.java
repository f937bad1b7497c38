package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.CrashingTests;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Settings;
import io.sealer.e2e.harness.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A crash of the tests leaves nothing on the machine once {@code e2e/cleanup} has run. */
class CleanupIT {
  @Test
  void what_a_killed_test_process_has_made_is_removed_and_nothing_else() throws Exception {
    try (Workspace ours = Workspace.create("alive")) {
      String[] made = killedTests().split(" ");
      Path workspace = Path.of(made[0]);
      assertThat(workspace.resolve("machines/hosts/bare/w1/root/etc")).isNotEmptyDirectory();
      assertThat(processes(workspace)).isNotEmpty();

      Path bridge = bridge(workspace);
      assertThat(bridge).exists();

      cleanup();
      assertThat(workspace).doesNotExist();
      assertThat(bridge).doesNotExist();
      assertThat(ours.home()).isDirectory();
      assertThat(processes(workspace)).isEmpty();
      assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(workspace + "/");
      String port = made[1].substring(made[1].indexOf(':') + 1);
      assertThat(Program.of("curl", "-s", "http://127.0.0.1:" + port + "/v2/").run().exit())
          .as("the registry is gone")
          .isEqualTo(7);
      cleanup();
    }
  }

  private static void cleanup() {
    Program.of(Settings.repository().resolve("e2e/cleanup").toString()).run().succeeded();
  }

  /** What the process had made when it was killed. */
  private static String killedTests() throws Exception {
    Program tests =
        Program.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CrashingTests.class.getName());
    try (Program.Running running = tests.start("")) {
      long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!running.said().contains("\n")) {
        assertThat(running.isAlive()).as(running.said()).isTrue();
        assertThat(System.nanoTime()).as(running.said()).isLessThan(end);
        Thread.sleep(50);
      }
      // Not its descendants: a crash leaves them running.
      running.process().destroyForcibly().waitFor();
      return running.said().lines().toList().getLast().strip();
    }
  }

  private static List<String> processes(Path workspace) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(workspace + "/"))
        .toList();
  }

  /** The link of its hosts' network, which is named after the network. */
  private static Path bridge(Path workspace) throws Exception {
    String subnet = Files.readString(workspace.resolve("machines/hosts/bare/cluster.json"));
    String[] octets = subnet.replaceAll("[^0-9.]", "").split("\\.");
    var id = new StringBuilder();
    for (String octet : octets) {
      id.append(String.format("%02x", Integer.valueOf(octet)));
    }
    return Path.of("/sys/class/net/sealer-" + id);
  }
}
