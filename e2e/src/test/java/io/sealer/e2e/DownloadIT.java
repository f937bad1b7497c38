package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The download itself: how it came to where it lies must not matter. */
class DownloadIT {
  @TempDir Path directory;

  @Test
  void a_copy_that_lost_its_times_works_and_says_nothing_of_it() throws Exception {
    Path home = Settings.program().toRealPath().resolve("../..").normalize();
    Path copy = directory.resolve("copy");
    assertThat(said("cp", "-r", home.toString(), copy.toString())).isEmpty();
    String program = copy.resolve("bin/sealer").toString();
    assertThat(said(program, "version").lines()).singleElement().asString().startsWith("sealer ");
    assertThat(said(program, "images").lines()).singleElement().asString().startsWith("NAME ");
  }

  /** Hardened hosts forbid programs in the directory for temporary files. */
  @Test
  void it_builds_where_no_program_may_lie_in_the_directory_for_temporary_files() throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Kubefile"), "FROM scratch\nCOPY file file\n");
    Files.writeString(context.resolve("file"), "content");
    String script =
        """
        mount --bind /tmp /tmp
        mount -o remount,bind,noexec /tmp
        cd "$2" && "$1" build -t tmp:1 . && "$1" build -t tmp:2 --no-cache .
        """;
    String program = Settings.program().toString();
    assertThat(
            said("unshare", "--mount", "sh", "-ec", script, "sh", program, context.toString())
                .lines()
                .filter(line -> line.startsWith("sha256:")))
        .hasSize(2);
  }

  /**
   * A process that has used sockets ends without Java: its exit code and all that it said count.
   */
  @Test
  void the_end_after_a_failed_request_keeps_what_was_said_and_its_code() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String name = "127.0.0.1:" + port + "/nobody/there:1";
    Process pull = start(Settings.program().toString(), "pull", name);
    String said = new String(pull.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(pull.waitFor()).as(said).isEqualTo(1);
    assertThat(said).contains("error: ").contains("hint: ").endsWith("\n");
  }

  /** What a command says on both of its outputs. */
  private String said(String... command) throws IOException, InterruptedException {
    Process running = start(command);
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).as(said).isZero();
    return said;
  }

  private Process start(String... command) throws IOException {
    var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    process.environment().put("SEALER_HOME", directory.resolve("home").toString());
    return process.start();
  }
}
