package io.sealer.node.balancer;

import java.time.Duration;

/**
 * What looks at one server mean together. The dead get nothing from the first look on, and their
 * connections are ended; the slow get no new connections after two seconds, and lose the old ones
 * after ten, because a slow server may still answer; one that came back must be ready twice. Pure:
 * times are given. Not thread-safe.
 */
final class ServerHealth {
  /** From how much a server is used. */
  enum State {
    /** It gets connections. */
    IN,
    /** It gets no new connections while others are better; it keeps those that it has. */
    ASIDE,
    /** It gets none, and those that it has are ended. */
    OUT
  }

  private static final Duration SLOW_ASIDE = Duration.ofSeconds(2);
  private static final Duration SLOW_OUT = Duration.ofSeconds(10);

  private State state = State.ASIDE;
  private boolean known;
  private int readyInARow;
  private long slowSince = -1;

  State state() {
    return state;
  }

  /** Whether it was looked at. */
  boolean isKnown() {
    return known;
  }

  /**
   * Takes note of a look.
   *
   * @param nanos when, on a clock that only goes forward
   */
  State seen(Verdict verdict, long nanos) {
    if (verdict.kind() != Verdict.Kind.SLOW) {
      slowSince = -1;
    } else if (slowSince < 0) {
      slowSince = nanos;
    }
    readyInARow = verdict.kind() == Verdict.Kind.READY ? readyInARow + 1 : 0;
    state =
        switch (verdict.kind()) {
          case READY -> readyInARow > 1 || !known ? State.IN : state;
          case REFUSES -> State.ASIDE;
          case SLOW -> slow(Duration.ofNanos(nanos - slowSince));
          case DEAD -> State.OUT;
        };
    known = true;
    return state;
  }

  private State slow(Duration since) {
    if (since.compareTo(SLOW_OUT) >= 0) {
      return State.OUT;
    }
    return state == State.IN && since.compareTo(SLOW_ASIDE) >= 0 ? State.ASIDE : state;
  }
}
