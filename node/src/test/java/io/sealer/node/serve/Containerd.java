package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A private containerd: Debian's package, unpacked and not installed, with directories and a socket
 * of its own.
 */
final class Containerd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final Path binaries;
  private final Path socket;
  private final Process daemon;

  /** What a command said. */
  record Said(int code, String text) {}

  Containerd(Path directory) throws Exception {
    this.directory = Files.createDirectories(directory);
    this.binaries = binaries(directory);
    this.socket = directory.resolve("c.sock");
    Path config = directory.resolve("config.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.btrfs",
          "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper",
          "io.containerd.snapshotter.v1.aufs", "io.containerd.internal.v1.opt"]
        [grpc]
          address = "%1$s/c.sock"
        [ttrpc]
          address = "%1$s/t.sock"
        """
            .formatted(directory));
    daemon =
        new ProcessBuilder(binaries.resolve("containerd").toString(), "--config", "" + config)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      awaitAnswer();
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  private static Path binaries(Path directory) throws Exception {
    Path installed = Path.of("/usr/bin/containerd");
    if (Files.isExecutable(installed)) {
      return Path.of("/usr/bin");
    }
    Path packages = Files.createDirectories(directory.resolve("deb"));
    Said got =
        run(
            packages,
            List.of(
                "sh",
                "-c",
                "apt-get -qq -o APT::Sandbox::User=root download containerd && dpkg -x containerd_*.deb ."));
    if (got.code() != 0) {
      throw new IOException("containerd cannot be had: " + got.text());
    }
    return packages.resolve("usr/bin");
  }

  private void awaitAnswer() throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Said said = ctr("version");
    while (said.code() != 0) {
      if (System.nanoTime() > deadline || !daemon.isAlive()) {
        throw new AssertionError(
            "containerd does not start: " + Files.readString(directory.resolve("log")));
      }
      Thread.sleep(200);
      said = ctr("version");
    }
  }

  /** Calls ctr. */
  Said ctr(String... arguments) throws Exception {
    var line = new ArrayList<>(List.of(binaries.resolve("ctr").toString(), "-a", "" + socket));
    line.addAll(List.of(arguments));
    return run(directory, line);
  }

  private static Said run(Path in, List<String> line) throws Exception {
    Path out = Files.createTempFile(in, "said", ".txt");
    Process process =
        new ProcessBuilder(line)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Said(process.waitFor(), Files.readString(out, UTF_8));
  }

  @Override
  public void close() {
    daemon.destroy();
    try {
      if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
        daemon.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      daemon.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
