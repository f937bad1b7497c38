package io.sealer.node.balancer;

/**
 * What one look at an API server says.
 *
 * @param kind how it is
 * @param reason for people; empty when it is ready
 */
record Verdict(Kind kind, String reason) {
  enum Kind {
    /** It serves. */
    READY,
    /** It answers, and says that it does not serve, or is not who it should be. */
    REFUSES,
    /** Its host takes connections, but it does not answer in time. */
    SLOW,
    /** Nobody is there: what goes to it is lost. */
    DEAD
  }

  static final Verdict READY = new Verdict(Kind.READY, "");
}
