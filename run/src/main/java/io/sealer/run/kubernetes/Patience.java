package io.sealer.run.kubernetes;

import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Waiting with an end. Not thread-safe. */
final class Patience {
  /** Between two looks where what is waited for may come any moment. */
  static final Duration PAUSE = Duration.ofMillis(700);

  private final Duration longest;
  private Instant deadline;

  private Patience(Duration longest) {
    this.longest = longest;
    this.deadline = Instant.now().plus(longest);
  }

  static Patience of(Duration longest) {
    return new Patience(longest);
  }

  /** Starts anew: there was progress. */
  void renew() {
    deadline = Instant.now().plus(longest);
  }

  boolean isOver() {
    return Instant.now().isAfter(deadline);
  }

  /**
   * Waits a little.
   *
   * @see #pause(StepContext, String, Duration)
   */
  void pause(StepContext at, String problem) throws StepFailure, InterruptedIOException {
    pause(at, problem, PAUSE);
  }

  /**
   * Waits so long.
   *
   * @throws StepFailure with this problem when it has taken too long
   */
  void pause(StepContext at, String problem, Duration pause)
      throws StepFailure, InterruptedIOException {
    if (!goesOn(pause)) {
      throw StepFailure.of(
          at.step(),
          "%s after %d s".formatted(problem, longest.toSeconds()),
          "run the same command again to wait on",
          List.of());
    }
  }

  /** Waits so long; false, and at once, when it has taken too long already. */
  boolean goesOn(Duration pause) throws InterruptedIOException {
    if (isOver()) {
      return false;
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
    return true;
  }
}
