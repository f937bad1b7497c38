package io.sealer.host;

import io.sealer.host.Feeder.Rest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;

/**
 * Asks once, right after the login, whether sudo lets us become root. It gives sudo the password
 * and nothing more, so that a wrong one costs one attempt and never makes sudo wait.
 */
final class SudoProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private SudoProbe() {}

  static void check(String host, Link link, ShellLine shell) throws HostException {
    var inbox = new Inbox();
    var said = new ByteArrayOutputStream();
    Feeder feeder =
        Feeder.start(link, shell.line(true), shell.passwordLine(), new Rest.Nothing(), inbox);
    try {
      listen(host, inbox, said);
      OptionalInt exit = feeder.wire().join().exit();
      if (exit.isEmpty()) {
        throw new HostException.ConnectionLost(host, "sudo", null);
      }
      if (exit.getAsInt() != 0) {
        throw SudoWords.explain(host, said.toString(StandardCharsets.UTF_8).lines().toList());
      }
    } catch (CompletionException e) {
      throw new HostException.ConnectionLost(host, "sudo", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException.Cancelled(host, "sudo");
    } finally {
      inbox.abandon();
      feeder.close();
    }
  }

  private static void listen(String host, Inbox inbox, ByteArrayOutputStream said)
      throws HostException, InterruptedException {
    while (true) {
      Optional<Inbox.Event> event = inbox.next(PATIENCE.toNanos());
      if (event.isEmpty()) {
        throw new HostException.SudoFailed(
            host,
            "no answer within " + PATIENCE.toSeconds() + " s",
            "log in to the host and try: sudo -v");
      }
      if (event.get() instanceof Inbox.Event.Data data) {
        said.writeBytes(data.bytes());
      } else {
        return;
      }
    }
  }
}
