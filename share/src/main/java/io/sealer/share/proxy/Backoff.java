package io.sealer.share.proxy;

import io.sealer.oci.registry.RegistryException;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Leaves an upstream alone that failed: as long as it asks for ({@code Retry-After}), else for a
 * while that doubles with every failure. Thread-safe.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration MOST = Duration.ofHours(1);

  private record Rest(long untilNanos, int failures, DistributionException why) {}

  private final String upstream;
  private Optional<Rest> rest = Optional.empty();

  Backoff(String upstream) {
    this.upstream = upstream;
  }

  /**
   * @throws DistributionException while it is to be left alone, with what it did last
   */
  synchronized void require() throws DistributionException {
    long left = rest.map(r -> r.untilNanos() - System.nanoTime()).orElse(0L);
    if (left > 0) {
      DistributionException why = rest.orElseThrow().why();
      long seconds = 1 + left / 1_000_000_000;
      throw why.code().because(why.getMessage() + "; asked again in " + seconds + " s");
    }
  }

  synchronized void worked() {
    rest = Optional.empty();
  }

  synchronized void failed(RegistryException e) {
    int failures = rest.map(Rest::failures).orElse(0) + 1;
    Optional<Duration> pause =
        switch (e) {
          case RegistryException.RateLimited limited ->
              Optional.of(limited.retryAfter().orElse(doubled(failures)));
          case RegistryException.Unreachable _,
              RegistryException.ServerFault _,
              RegistryException.TlsProblem _ ->
              Optional.of(doubled(failures));
          case RegistryException.NotFound _,
              RegistryException.Unauthorized _,
              RegistryException.Denied _,
              RegistryException.Protocol _ ->
              Optional.empty();
        };
    pause.ifPresent(p -> rest = Optional.of(new Rest(until(p), failures, told(e))));
  }

  private static Duration doubled(int failures) {
    long millis = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures - 1, 10));
    return Duration.ofMillis(millis);
  }

  private static long until(Duration pause) {
    return System.nanoTime() + Math.min(pause.toNanos(), MOST.toNanos());
  }

  /** What the client of the cache is told. */
  DistributionException told(RegistryException e) {
    ErrorCode code =
        switch (e) {
          case RegistryException.RateLimited _ -> ErrorCode.TOOMANYREQUESTS;
          // Not 401: it is not the client who has to log in.
          case RegistryException.Unauthorized _, RegistryException.Denied _ -> ErrorCode.DENIED;
          case RegistryException.NotFound _ -> ErrorCode.MANIFEST_UNKNOWN;
          case RegistryException.Unreachable _,
              RegistryException.ServerFault _,
              RegistryException.TlsProblem _,
              RegistryException.Protocol _ ->
              ErrorCode.UNAVAILABLE;
        };
    return code.because("upstream " + upstream + ": " + e.getMessage());
  }
}
