package io.sealer.share.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A registry in a child JVM with little memory. */
final class ServerProcess implements AutoCloseable {
  private static final long START_SECONDS = 30;

  final Process process;
  final InetSocketAddress address;

  ServerProcess(Path data, String heap) throws IOException, InterruptedException {
    Path port = Files.createTempDirectory("registry-port-").resolve("port");
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    heap,
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ServerMain.class.getName(),
                    data.toString(),
                    port.toString()))
            .inheritIO()
            .start();
    try {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), awaited(port));
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    } finally {
      Files.deleteIfExists(port);
    }
  }

  private int awaited(Path port) throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!Files.exists(port)) {
      if (!process.isAlive() || System.nanoTime() - until > 0) {
        throw new IOException("the registry did not start");
      }
      Thread.sleep(20);
    }
    return Integer.parseInt(Files.readString(port));
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
