package io.sealer.node.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.Endpoint;
import io.sealer.node.balancer.Verdict.Kind;
import io.sealer.node.exchange.Trust;
import io.sealer.node.serve.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a look costs a server that has no processor to spare. */
@Timeout(60)
class ProbeTest {
  @TempDir Path directory;
  private FakeMaster master;
  private Probe probe;
  private Optional<SSLSocketFactory> tls;

  @BeforeEach
  void start() throws Exception {
    var authority = new TestAuthority("cluster");
    tls =
        Optional.of(Trust.in(authority.issue(directory.resolve("ours"), "127.0.0.1").authority()));
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    master = new FakeMaster(new Endpoint("127.0.0.1", port), authority, directory, "127.0.0.1");
    probe = new Probe(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    awaitReady();
  }

  @AfterEach
  void stop() {
    probe.close();
    master.close();
  }

  private void awaitReady() {
    Kind kind;
    do {
      kind = probe.look(tls).kind();
    } while (kind == Kind.SLOW);
    assertThat(kind).isEqualTo(Kind.READY);
  }

  @Test
  void one_that_is_slow_is_asked_once_and_costs_no_more_handshakes() {
    int before = master.clients.size();
    master.gate = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      assertThat(probe.look(tls).kind()).isEqualTo(Kind.SLOW);
    }
    master.gate.countDown();
    Verdict late;
    do {
      late = probe.look(tls);
    } while (late.reason().startsWith("no answer"));
    assertThat(late.kind()).isEqualTo(Kind.SLOW);
    assertThat(late.reason()).contains("took more than 500 ms");
    awaitReady();
    assertThat(master.clients).hasSize(before);
  }

  /** What stands between may have forgotten a connection: then a new one is answered. */
  @Test
  void a_connection_that_is_never_answered_is_given_up() {
    int before = master.clients.size();
    master.gate = new CountDownLatch(1);
    while (master.clients.size() == before) {
      assertThat(probe.look(tls).kind()).isEqualTo(Kind.SLOW);
    }
    master.gate.countDown();
    awaitReady();
  }

  @Test
  void one_that_dies_while_it_is_waited_for_is_dead() {
    master.gate = new CountDownLatch(1);
    assertThat(probe.look(tls).kind()).isEqualTo(Kind.SLOW);
    master.kill();
    assertThat(probe.look(tls).kind()).isEqualTo(Kind.DEAD);
  }
}
