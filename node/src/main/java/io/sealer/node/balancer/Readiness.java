package io.sealer.node.balancer;

import io.sealer.node.api.Endpoint;
import io.sealer.node.balancer.Verdict.Kind;
import io.sealer.node.exchange.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** Waiting for one API server, as the balancer looks at them. */
public final class Readiness {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Readiness() {}

  /**
   * Waits until the server serves.
   *
   * @param authority PEM file of the authority that its certificate must come from
   * @param within looks at least once
   * @return empty when it serves, else what it said last
   */
  public static Optional<String> await(Endpoint server, Path authority, Duration within)
      throws IOException, InterruptedException {
    Optional<SSLSocketFactory> tls = Optional.of(Trust.in(authority));
    long deadline = System.nanoTime() + within.toNanos();
    try (var probe = new Probe(Balancers.socket(server))) {
      while (true) {
        Verdict verdict = probe.look(tls);
        if (verdict.kind() == Kind.READY) {
          return Optional.empty();
        }
        if (System.nanoTime() >= deadline) {
          return Optional.of(verdict.reason());
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
