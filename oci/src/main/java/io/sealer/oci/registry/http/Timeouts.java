package io.sealer.oci.registry.http;

import java.time.Duration;

/**
 * How long to wait for a peer; both at least a millisecond.
 *
 * @param connect until a connection stands
 * @param idle without a byte moving in either direction
 */
public record Timeouts(Duration connect, Duration idle) {
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60));

  int connectMillis() {
    return Math.toIntExact(connect.toMillis());
  }

  int idleMillis() {
    return Math.toIntExact(idle.toMillis());
  }
}
