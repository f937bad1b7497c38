package io.sealer.oci.registry;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and how long after a failure something is tried again: doubling pauses with jitter, or
 * what the registry asks for in {@code Retry-After}.
 *
 * @param attempts in all, at least 1; a download that came forward starts counting anew
 * @param first pause after the first failure
 * @param longest longest pause; a registry that asks for a longer one is not waited for
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(6, Duration.ofMillis(500), Duration.ofSeconds(60));

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, got " + attempts);
    }
  }

  /** The pause after this failure, from 1: between half of it and all of it. */
  Duration pause(int failure) {
    long full = first.toMillis() << Math.min(failure - 1, 16);
    long most = Math.max(1, Math.min(full, longest.toMillis()));
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  /** Waits, or breaks off when interrupted. */
  static void await(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting to try again");
    }
  }
}
