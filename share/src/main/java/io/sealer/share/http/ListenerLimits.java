package io.sealer.share.http;

import java.time.Duration;

/**
 * What clients may cost.
 *
 * @param connections most at once; a further one replaces the longest idle, else waits
 * @param head time for TLS and for a request's line and header fields
 * @param stall longest time without progress in a body; on average a client must move a kilobyte a
 *     second
 * @param idle how long a connection is kept without a request
 */
public record ListenerLimits(int connections, Duration head, Duration stall, Duration idle) {
  /** 1024 connections, 15 s for a head, 60 s of stall, 90 s of idleness. */
  public static final ListenerLimits DEFAULT =
      new ListenerLimits(
          1024, Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(90));

  public ListenerLimits {
    if (connections < 1) {
      throw new IllegalArgumentException("a listener needs at least one connection");
    }
  }

  public ListenerLimits withConnections(int most) {
    return new ListenerLimits(most, head, stall, idle);
  }
}
