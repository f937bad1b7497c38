package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One look for all who look at the same time: who comes while somebody looks gets what that one
 * sees. Thread-safe.
 *
 * @param <T> what is seen
 */
public final class SharedLook<T> {
  /** A look that costs something. */
  @FunctionalInterface
  public interface Look<T> {
    T see() throws HostException;
  }

  private static final Duration FRESH = Duration.ofMillis(900);

  private final ReentrantLock lock = new ReentrantLock();
  private Optional<T> seen = Optional.empty();
  private Instant seenAt = Instant.EPOCH;

  /** What was seen less than a second ago, else what is seen now. */
  public T at(Look<T> look) throws HostException {
    lock.lock();
    try {
      if (seen.isPresent() && seenAt.plus(FRESH).isAfter(Instant.now())) {
        return seen.get();
      }
      T now = look.see();
      seen = Optional.of(now);
      seenAt = Instant.now();
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** What was seen may have changed by our doing. */
  public void forget() {
    lock.lock();
    try {
      seen = Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
