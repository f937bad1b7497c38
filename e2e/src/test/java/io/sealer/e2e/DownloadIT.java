package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sealer.e2e.harness.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  /** Fetching waits for sockets on virtual threads; such a process ends without Java's own end. */
  @Test
  void the_end_after_waiting_for_sockets_keeps_what_was_said_and_its_code() throws Exception {
    HttpServer registry =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext("/", DownloadIT::unknown);
    registry.start();
    try {
      Path context = directory.resolve("site");
      Path manifests = Files.createDirectories(context.resolve("manifests"));
      Files.writeString(context.resolve("Kubefile"), "FROM scratch\nCOPY manifests manifests\n");
      String name = "127.0.0.1:" + registry.getAddress().getPort() + "/nobody/there:";
      Files.writeString(manifests.resolve("imageList"), name + "1\n" + name + "2\n");
      Process build =
          start(Settings.program().toString(), "build", "-t", "site:1", context.toString());
      String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(build.waitFor()).as(said).isEqualTo(1);
      assertThat(said).contains("error: ").contains(name).contains("hint: ").endsWith("\n");
    } finally {
      registry.stop(0);
    }
  }

  private static void unknown(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(404, -1);
    }
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
