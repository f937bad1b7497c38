package io.sealer.share.delta;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Debian's docker-registry, which does not know referrers. */
class DeltaDockerRegistryIT extends DeltaRegistryContract {
  private Optional<Process> process = Optional.empty();
  private int port;

  @BeforeEach
  void start() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path home = Files.createDirectory(directory.resolve("registry"));
    Files.writeString(
        home.resolve("config.yml"),
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: storage}}
        http: {addr: '127.0.0.1:%d', secret: only-for-tests}
        """
            .formatted(port));
    var builder = new ProcessBuilder("docker-registry", "serve", "config.yml");
    builder.directory(home.toFile()).redirectErrorStream(true);
    builder.redirectOutput(home.resolve("log").toFile());
    Process started = builder.start();
    process = Optional.of(started);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!accepts()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(Files.readString(home.resolve("log")));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor();
    }
  }

  @Override
  String registry() {
    return "127.0.0.1:" + port;
  }
}
