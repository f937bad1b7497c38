package io.sealer.node.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.Endpoint;
import io.sealer.node.balancer.ServerHealth.State;
import io.sealer.node.exchange.Trust;
import io.sealer.node.serve.AgentLog;
import io.sealer.node.serve.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @TempDir Path directory;

  private static AgentLog nowhere() {
    var out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new AgentLog(out, out);
  }

  private static InetSocketAddress free() throws IOException {
    try (var socket = new ServerSocket(0, 1, HERE)) {
      return new InetSocketAddress(HERE, socket.getLocalPort());
    }
  }

  /** A server that starts and is short of processors takes connections, and answers late. */
  @Test
  void one_that_does_not_answer_hides_no_dead_one() throws Exception {
    var authority = new TestAuthority("cluster");
    Path trusted = authority.issue(directory, "127.0.0.1").authority();
    InetSocketAddress dead = free();
    try (var silent = new ServerSocket(0, 50, HERE);
        var servers = new Servers(nowhere())) {
      servers.trust(Optional.of(Trust.in(trusted)));
      servers.watch(List.of((InetSocketAddress) silent.getLocalSocketAddress(), dead));
      while (servers.in(State.OUT).isEmpty()) {
        servers.awaitChange(Duration.ofSeconds(5));
      }
      assertThat(servers.in(State.OUT)).containsExactly(dead);
      assertThat(servers.best()).as("nothing is known of the silent one yet").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"200,IN", "401,IN", "403,ASIDE", "500,ASIDE"})
  void a_server_that_has_not_read_its_rules_yet_is_not_ready(int readiness, State expected)
      throws Exception {
    InetSocketAddress at = free();
    var endpoint = new Endpoint("127.0.0.1", at.getPort());
    var authority = new TestAuthority("cluster");
    Path trusted = authority.issue(directory.resolve("ours"), "127.0.0.1").authority();
    try (var master = new FakeMaster(endpoint, authority, directory, "127.0.0.1");
        var servers = new Servers(nowhere())) {
      master.readiness = readiness;
      servers.trust(Optional.of(Trust.in(trusted)));
      servers.watch(List.of(at));
      while (servers.best().isEmpty()) {
        servers.awaitChange(Duration.ofSeconds(5));
      }
      assertThat(servers.in(expected)).containsExactly(at);
    }
  }

  /** Whatever goes wrong in one look, the server is looked at again. */
  @Test
  @Timeout(20)
  void a_look_that_fails_unexpectedly_is_not_the_last() throws Exception {
    InetSocketAddress at = free();
    var authority = new TestAuthority("cluster");
    Path trusted = authority.issue(directory.resolve("ours"), "127.0.0.1").authority();
    var endpoint = new Endpoint("127.0.0.1", at.getPort());
    try (var _ = new FakeMaster(endpoint, authority, directory, "127.0.0.1");
        var servers = new Servers(nowhere())) {
      servers.trust(Optional.of(new Broken()));
      servers.watch(List.of(at));
      while (servers.best().isEmpty()) {
        servers.awaitChange(Duration.ofSeconds(1));
      }
      assertThat(servers.in(State.ASIDE)).containsExactly(at);
      servers.trust(Optional.of(Trust.in(trusted)));
      while (servers.in(State.IN).isEmpty()) {
        servers.awaitChange(Duration.ofSeconds(1));
      }
    }
  }

  private static final class Broken extends SSLSocketFactory {
    private static IllegalStateException broken() {
      return new IllegalStateException("broken");
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return new String[0];
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return new String[0];
    }

    @Override
    public Socket createSocket(Socket over, String host, int port, boolean close) {
      throw broken();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw broken();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int local) {
      throw broken();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw broken();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int local) {
      throw broken();
    }
  }
}
