package io.sealer.host.testing;

import io.sealer.host.Auth;
import io.sealer.host.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;

/**
 * Many machines that are none: one ssh server on many addresses of loopback, which answers commands
 * as it is told instead of running them, and everything that it hears after some time, as over a
 * long way. For tests of numbers; what a real machine does, {@link Sshd} shows.
 */
public final class SimulatedHosts implements AutoCloseable {
  /** What every account is opened with, besides {@link #key()}. */
  public static final String PASSWORD = "simulated-Secret-1";

  /** What sudo asks everybody for. */
  public static final String SUDO_PASSWORD = "simulated-Sudo-2";

  private static final int IN_A_ROW = 250;

  private final List<String> addresses;
  private final SshServer server;
  private final ScheduledExecutorService way;
  private final Path directory;
  private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentLinkedQueue<String>> asked = new ConcurrentHashMap<>();

  /** What machines answer; told which machine is asked and what its shell would read. */
  @FunctionalInterface
  public interface Answers {
    Answer to(String address, String script);
  }

  /**
   * What a command does.
   *
   * @param name how {@link #asked} calls it
   * @param output what it prints
   * @param exit its exit status
   */
  public record Answer(String name, String output, int exit) {}

  private SimulatedHosts(int count, Duration latency, Answers answers)
      throws IOException, GeneralSecurityException {
    this.addresses = IntStream.range(0, count).mapToObj(SimulatedHosts::address).toList();
    this.directory = Files.createTempDirectory("sealer-simulated-");
    KeyPair user = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    try (var file = Files.newOutputStream(key())) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "simulated", null, file);
    }
    this.way = Executors.newScheduledThreadPool(Runtime.getRuntime().availableProcessors());
    this.server = SshServer.setUpDefaultServer();
    server.setHost(String.join(",", addresses));
    server.setPort(freePort());
    KeyPair host = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (name, key, session) -> KeyUtils.compareKeys(key, user.getPublic()));
    server.setPasswordAuthenticator((name, password, session) -> password.equals(PASSWORD));
    server.setSessionFactory(new LongWay(server, way, latency, this::connected));
    server.setCommandFactory(
        (channel, line) -> {
          String address = local(channel.getSession().getIoSession());
          return new SimulatedCommand(
              line,
              script -> {
                Answer answer = answers.to(address, script);
                asked
                    .computeIfAbsent(address, a -> new ConcurrentLinkedQueue<>())
                    .add(answer.name());
                return answer;
              });
        });
    server.start();
  }

  /**
   * Starts as many.
   *
   * @param latency between what is sent to a machine and when it hears of it
   */
  public static SimulatedHosts start(int count, Duration latency, Answers answers)
      throws IOException, GeneralSecurityException {
    return new SimulatedHosts(count, latency, answers);
  }

  private static String address(int number) {
    return "127.77.%d.%d".formatted(number / IN_A_ROW, number % IN_A_ROW + 1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address(0)))) {
      return socket.getLocalPort();
    }
  }

  private static String local(IoSession session) {
    SocketAddress at = session.getLocalAddress();
    return ((InetSocketAddress) at).getAddress().getHostAddress();
  }

  private void connected(IoSession session) {
    connections.computeIfAbsent(local(session), a -> new AtomicInteger()).incrementAndGet();
  }

  public List<String> addresses() {
    return addresses;
  }

  /** The same for all. */
  public int port() {
    return server.getPort();
  }

  /** A private key that opens every account. */
  public Path key() {
    return directory.resolve("key");
  }

  /** One of them, as root, with the key. */
  public Target root(String address) {
    return Target.of(address).withPort(port()).withUser("root").withAuth(Auth.Key.of(key()));
  }

  /** How many connections a machine has had. */
  public int connections(String address) {
    AtomicInteger count = connections.get(address);
    return count == null ? 0 : count.get();
  }

  /** The names of everything that a machine was asked, in order. */
  public List<String> asked(String address) {
    var names = asked.get(address);
    return names == null ? List.of() : List.copyOf(names);
  }

  /** Forgets who connected and what was asked. */
  public void forget() {
    connections.clear();
    asked.clear();
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
    way.shutdownNow();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
