package io.sealer.node.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.Endpoint;
import io.sealer.node.serve.TestAuthority;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReadinessTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;

  private static Endpoint free() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }

  @Test
  void the_wait_ends_when_the_server_has_read_its_rules() throws Exception {
    Endpoint at = free();
    var authority = new TestAuthority("cluster");
    Path trusted = authority.issue(directory.resolve("ours"), "127.0.0.1").authority();
    try (var master = new FakeMaster(at, authority, directory, "127.0.0.1")) {
      master.readiness = 403;
      assertThat(Readiness.await(at, trusted, Duration.ZERO)).contains("/readyz answers 403");
      CompletableFuture<Optional<String>> waiting =
          CompletableFuture.supplyAsync(() -> await(at, trusted));
      master.readiness = 200;
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEmpty();
    }
  }

  private static Optional<String> await(Endpoint at, Path trusted) {
    try {
      return Readiness.await(at, trusted, LONG);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void who_is_not_there_or_is_somebody_else_is_not_ready() throws Exception {
    Endpoint at = free();
    var authority = new TestAuthority("cluster");
    Path trusted = authority.issue(directory.resolve("ours"), "127.0.0.1").authority();
    assertThat(Readiness.await(at, trusted, Duration.ZERO))
        .hasValueSatisfying(r -> assertThat(r).contains("refused"));
    try (var _ = new FakeMaster(at, new TestAuthority("other"), directory, "127.0.0.1")) {
      assertThat(Readiness.await(at, trusted, Duration.ZERO))
          .hasValueSatisfying(r -> assertThat(r).startsWith("TLS: "));
    }
  }
}
