package io.sealer.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An ssh server of this machine on loopback, for a login while the cache is recorded. Everything of
 * it lies in one directory.
 *
 * @param port where it listens
 * @param key the private key that it lets in
 */
record TrainingHost(Process server, int port, Path key) implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  /** Starts one; empty where no ssh server can run: then logging in starts slower. */
  static Optional<TrainingHost> start(Path directory) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      return Optional.empty();
    }
    Files.createDirectories(directory);
    Path hostKey = newKey(directory.resolve("host"));
    Path key = newKey(directory.resolve("user"));
    int port = freePort();
    Path config =
        Files.writeString(
            directory.resolve("config"),
            """
            Port %d
            ListenAddress 127.0.0.2
            HostKey %s
            AuthorizedKeysFile %s.pub
            StrictModes no
            UsePAM no
            PidFile none
            """
                .formatted(port, hostKey, key));
    var host = new TrainingHost(started(command(config)), port, key);
    if (host.listens()) {
      return Optional.of(host);
    }
    host.close();
    return Optional.empty();
  }

  /** Run by root it wants a directory below /run, which is made where nobody else sees it. */
  private static String[] command(Path config) {
    if (!System.getProperty("user.name", "").equals("root")) {
      return new String[] {PROGRAM.toString(), "-D", "-f", config.toString()};
    }
    String script = "mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec \"$0\" -D -f \"$1\"";
    return new String[] {
      "unshare", "--mount", "sh", "-c", script, PROGRAM.toString(), config.toString()
    };
  }

  private boolean listens() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (server.isAlive() && System.nanoTime() < deadline) {
      try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.2"), port)) {
        return true;
      } catch (ConnectException notYet) {
        Thread.onSpinWait();
      }
    }
    return false;
  }

  private static Path newKey(Path file) throws IOException {
    Process made = started("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString());
    try {
      if (made.waitFor() != 0) {
        throw new IOException("ssh-keygen made no key");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    return file;
  }

  private static Process started(String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    server.destroy();
    try {
      server.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
