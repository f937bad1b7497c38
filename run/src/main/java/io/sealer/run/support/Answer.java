package io.sealer.run.support;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.support.scrub.ScrubbedOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a host says to a question, written down while it comes. */
record Answer(Question question, Session session, ScrubbedOutput out) {
  /** A host that hangs must not keep the others' answers. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final String LATE = "cut off: this host's time is over";

  /**
   * Waits for its end, but not longer than this.
   *
   * @return why it is not all that was asked for; empty when it is
   */
  Optional<String> within(Duration left) throws IOException, InterruptedException {
    if (!left.isPositive()) {
      return Optional.of(LATE);
    }
    Command command =
        Command.script(question.script())
            .named("look for " + question.file())
            .withIdleTimeout(SILENCE)
            .withStdout(out);
    // On a thread of its own: the caller's, which writes the bundle, must not be interrupted.
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ExecResult> answer = thread.submit(() -> session.exec(command));
      try {
        int exit = answer.get(left.toNanos(), TimeUnit.NANOSECONDS).exit();
        return exit == 0 ? Optional.empty() : Optional.of("a part of it exited " + exit);
      } catch (TimeoutException e) {
        return Optional.of(LATE);
      } catch (ExecutionException e) {
        return Optional.of(why(e));
      } finally {
        answer.cancel(true);
      }
    }
  }

  private String why(ExecutionException e) throws IOException {
    if (e.getCause() instanceof HostException why) {
      return why.problem();
    }
    throw new IOException(session.host() + ": " + e.getCause(), e);
  }
}
