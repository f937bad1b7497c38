package io.sealer.oci.registry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running docker-registry (Debian's package) with its own configuration and storage in a
 * temporary directory. Ends with {@link #close}, at the latest with the JVM. Not thread-safe.
 */
public final class DockerRegistry implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Options options;
  private final Path directory;
  private final int port;
  private final Optional<Path> ca;
  private final Thread atExit = new Thread(this::kill);
  private Optional<Process> process = Optional.empty();

  /**
   * What kind of registry.
   *
   * @param address where it listens
   * @param user who may use it; empty lets everybody
   * @param password of that user
   * @param tls whether it speaks TLS, with a certificate of an authority made for it
   */
  public record Options(String address, Optional<String> user, String password, boolean tls) {
    /** On loopback, open to everybody, plain HTTP. */
    public static final Options OPEN = new Options("127.0.0.1", Optional.empty(), "", false);

    public Options withAddress(String other) {
      return new Options(other, user, password, tls);
    }

    public Options withLogin(String name, String secret) {
      return new Options(address, Optional.of(name), secret, tls);
    }

    public Options withTls() {
      return new Options(address, user, password, true);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Options[" + address + ", user=" + user + ", tls=" + tls + "]";
    }
  }

  private DockerRegistry(Options options) throws IOException, InterruptedException {
    this.options = options;
    this.directory = Files.createTempDirectory("docker-registry-");
    Runtime.getRuntime().addShutdownHook(atExit);
    this.port = freePort(options.address());
    this.ca =
        options.tls()
            ? Optional.of(TestCertificates.make(directory, options.address()))
            : Optional.empty();
    Files.writeString(directory.resolve("config.yml"), config());
    if (options.user().isPresent()) {
      writePasswords(options.user().get());
    }
    restart();
  }

  /** Starts an open one on loopback. */
  public static DockerRegistry start() throws IOException, InterruptedException {
    return start(Options.OPEN);
  }

  /** Starts one and waits until it answers. */
  public static DockerRegistry start(Options options) throws IOException, InterruptedException {
    return new DockerRegistry(options);
  }

  /** As it stands in image names: {@code 127.0.0.1:PORT}. */
  public String host() {
    return options.address() + ":" + port;
  }

  /** PEM file of the authority that signed its certificate. */
  public Path ca() {
    return ca.orElseThrow(() -> new IllegalStateException("this registry does not speak TLS"));
  }

  /** Where it keeps its content. */
  public Path storage() {
    return directory.resolve("storage");
  }

  /** What it has written so far; with one line for every request. */
  public List<String> log() throws IOException {
    return Files.readAllLines(directory.resolve("log"));
  }

  /** Ends the process; content and address stay. */
  public void stop() {
    process.ifPresent(
        running -> {
          running.destroy();
          try {
            running.waitFor(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          running.destroyForcibly();
        });
    process = Optional.empty();
  }

  /** Starts the process (again) and waits until it answers. */
  public void restart() throws IOException, InterruptedException {
    stop();
    var builder = new ProcessBuilder("docker-registry", "serve", "config.yml");
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    Process started = builder.start();
    process = Optional.of(started);
    awaitAnswer(started);
  }

  private void awaitAnswer(Process started) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(START);
    while (!accepts()) {
      if (!started.isAlive() || Instant.now().isAfter(deadline)) {
        kill();
        throw new IllegalStateException("docker-registry does not start: " + log());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(options.address(), port), 1000);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static int freePort(String address) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    }
  }

  private String config() {
    var text = new StringBuilder();
    text.append("version: 0.1\nlog: {level: info, accesslog: {disabled: false}}\n");
    text.append("storage: {filesystem: {rootdirectory: storage}, delete: {enabled: true}}\n");
    text.append("http:\n  addr: ").append(host()).append('\n');
    text.append("  secret: only-for-tests\n");
    if (options.tls()) {
      text.append("  tls: {certificate: server.crt, key: server.key}\n");
    }
    if (options.user().isPresent()) {
      text.append("auth: {htpasswd: {realm: test, path: htpasswd}}\n");
    }
    return text.toString();
  }

  private void writePasswords(String user) throws IOException, InterruptedException {
    var command = List.of("htpasswd", "-i", "-B", "-n", user);
    String line = Programs.run(directory, command, options.password());
    Files.writeString(directory.resolve("htpasswd"), line);
  }

  private void kill() {
    process.ifPresent(Process::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
