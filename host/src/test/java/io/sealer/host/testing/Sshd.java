package io.sealer.host.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.host.Auth;
import io.sealer.host.KnownHosts;
import io.sealer.host.Secret;
import io.sealer.host.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real OpenSSH server on loopback with users, keys and sudoers of its own, in a mount namespace
 * of its own, so that nothing on this machine changes. Needs root and openssh-server.
 *
 * <p>Users: root; {@code alice} becomes root with her password; {@code bob} without one; {@code
 * carol} not at all. Everybody's password is {@code pw-NAME}; {@link #key()} opens every account.
 */
public final class Sshd implements AutoCloseable {
  private static final List<String> USERS = List.of("alice", "bob", "carol");

  private final Path directory;
  private final int port;
  private final List<String> config;
  private final KnownHosts knownHosts;
  private final List<KnownHosts.FirstUse> met = new ArrayList<>();
  private Process process;

  private Sshd(Path directory, int port, List<String> config) throws IOException {
    this.directory = directory;
    this.port = port;
    this.config = config;
    this.knownHosts =
        new KnownHosts(
            directory.resolve("known_hosts"),
            first -> {
              synchronized (met) {
                met.add(first);
              }
            });
    prepare();
    this.process = launch();
  }

  /** Starts a server; each line of configuration is added to sshd_config. */
  public static Sshd start(String... config) throws IOException {
    return new Sshd(Files.createTempDirectory("sealer-sshd-"), freePort(), List.of(config));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void prepare() throws IOException {
    run("chmod", "755", directory.toString());
    makeKey("host_key", "ed25519", "");
    makeKey("key", "ed25519", "");
    Files.copy(directory.resolve("key.pub"), directory.resolve("authorized_keys"));
    Files.writeString(
        directory.resolve("passwd"), accounts(Files.readString(Path.of("/etc/passwd"))));
    Files.writeString(directory.resolve("shadow"), shadow());
    Files.writeString(
        directory.resolve("sudoers"),
        """
        Defaults env_reset, use_pty, lecture=always
        root ALL=(ALL:ALL) ALL
        alice ALL=(ALL:ALL) ALL
        bob ALL=(ALL:ALL) NOPASSWD: ALL
        """);
    run("chmod", "440", directory.resolve("sudoers").toString());
    Files.writeString(directory.resolve("sshd_config"), sshdConfig());
    for (String user : USERS) {
      Path home = Files.createDirectories(directory.resolve("home").resolve(user));
      run("chown", Integer.toString(uid(user)), home.toString());
    }
    Files.createDirectories(directory.resolve("home").resolve("root"));
    Files.writeString(directory.resolve("start.sh"), startScript());
  }

  private static int uid(String user) {
    return 64_001 + USERS.indexOf(user);
  }

  private String accounts(String existing) {
    var text = new StringBuilder();
    existing.lines().filter(l -> !l.startsWith("root:")).forEach(l -> text.append(l).append('\n'));
    text.append("root:x:0:0::" + home("root") + ":/bin/bash\n");
    for (String user : USERS) {
      text.append("%s:x:%d:100::%s:/bin/bash\n".formatted(user, uid(user), home(user)));
    }
    return text.toString();
  }

  /** A user's home directory. */
  public Path home(String user) {
    return directory.resolve("home").resolve(user);
  }

  private static String shadow() throws IOException {
    var text = new StringBuilder();
    for (String user : Stream.concat(Stream.of("root"), USERS.stream()).toList()) {
      String hash = run("perl", "-e", "print crypt($ARGV[0], q($6$sealer$))", "pw-" + user).strip();
      text.append(user + ":" + hash + ":19000:0:99999:7:::\n");
    }
    return text.toString();
  }

  private String sshdConfig() {
    var lines = new ArrayList<>(config);
    lines.addAll(
        List.of(
            "Port " + port,
            "ListenAddress 127.0.0.1",
            "ListenAddress ::1",
            "HostKey " + directory.resolve("host_key"),
            "PidFile none",
            "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
            "StrictModes no",
            "UsePAM yes",
            "UseDNS no",
            "PermitRootLogin yes",
            "SetEnv SHLVL=2", // bash then leaves out what the account does at each login: seconds,
            // on some machines
            "PasswordAuthentication yes",
            "KbdInteractiveAuthentication yes",
            "MaxStartups 100",
            "PrintMotd no",
            ""));
    // The first value of an option counts: what the test wants comes first.
    return String.join("\n", lines);
  }

  private String startScript() {
    return """
        set -eu
        mount -t tmpfs tmpfs /run
        mkdir -p /run/sshd
        cd %s
        chown 0:0 sudoers
        chmod 600 shadow
        for file in passwd shadow sudoers; do mount --bind "$file" "/etc/$file"; done
        # Ends with the tests, also when they crash.
        (while [ -d "/proc/$PPID" ]; do sleep 1; done; kill "$$") &
        exec /usr/sbin/sshd -D -e -f sshd_config
        """
        .formatted(directory);
  }

  private Process launch() throws IOException {
    Process started =
        new ProcessBuilder(
                "unshare", "--mount", "--propagation", "private", "sh", script().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!speaks()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("sshd did not start: " + log());
      }
      pause();
    }
    return started;
  }

  private Path script() {
    return directory.resolve("start.sh");
  }

  private boolean speaks() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(5000);
      return socket.getInputStream().read() == 'S';
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What the server has logged so far. */
  public String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  public int port() {
    return port;
  }

  /** A private key that opens every account. */
  public Path key() {
    return directory.resolve("key");
  }

  /** Makes another key that opens every account. */
  public Path newKey(String name, String type, String passphrase) throws IOException {
    makeKey(name, type, passphrase);
    Path authorized = directory.resolve("authorized_keys");
    Files.writeString(
        authorized,
        Files.readString(authorized) + Files.readString(directory.resolve(name + ".pub")));
    return directory.resolve(name);
  }

  /** Known hosts of this server's own directory. */
  public KnownHosts knownHosts() {
    return knownHosts;
  }

  /** The hosts that were met for the first time. */
  public List<KnownHosts.FirstUse> met() {
    synchronized (met) {
      return List.copyOf(met);
    }
  }

  /** root, with the key. */
  public Target root() {
    return user("root");
  }

  /** A user, with the key. */
  public Target user(String name) {
    return Target.of("127.0.0.1").withPort(port).withUser(name).withAuth(Auth.Key.of(key()));
  }

  /** What a user logs in with, and what sudo asks for. */
  public static Secret password(String user) {
    return Secret.of("pw-" + user);
  }

  /** A directory that goes away with the server. */
  public Path directory() {
    return directory;
  }

  /** Kills every connection without a word, as a broken network does. */
  public void cutConnections() {
    process
        .descendants()
        .filter(p -> p.info().command().filter(c -> c.endsWith("/sshd")).isPresent())
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Stops the server, gives it another host key of this type, and starts it again. */
  public void changeHostKey(String type) throws IOException {
    stop();
    for (String file : List.of("host_key", "host_key.pub")) {
      Files.delete(directory.resolve(file));
    }
    makeKey("host_key", type, "");
    process = launch();
  }

  /** Stops the server and starts it again, with the configuration as it is now. */
  public void restart() throws IOException {
    stop();
    process = launch();
  }

  private void makeKey(String name, String type, String passphrase) throws IOException {
    run(
        "ssh-keygen",
        "-q",
        "-t",
        type,
        "-N",
        passphrase,
        "-C",
        name,
        "-f",
        directory.resolve(name).toString());
  }

  /** Runs a program of this machine that must succeed; its output. */
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  private void stop() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle handle : all) {
      handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
