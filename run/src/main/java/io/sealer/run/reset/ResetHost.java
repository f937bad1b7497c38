package io.sealer.run.reset;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Source;
import io.sealer.run.engine.Ledger;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes back everything that the ledger of a host says, and nothing else; then looks for traces.
 */
public record ResetHost() implements Work {
  private static final Duration SILENCE = Duration.ofMinutes(3);

  /** The ledger goes last: until then a broken reset can be repeated. */
  private static final String FORGET =
      """
      rm -rf /var/lib/sealer/backup /var/lib/sealer/ledger.jsonl /var/lib/sealer/lock.owner /var/lib/sealer/lock
      rmdir /var/lib/sealer/data /var/lib/sealer 2>/dev/null || true
      """;

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    int entries = new Ledger(at.session()).entries().size();
    return entries == 0
        ? Optional.empty()
        : Optional.of("%d things of sealer are on it".formatted(entries));
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    Session session = at.session();
    List<LedgerEntry> entries = new Ledger(session).entries();
    byte[] list = list(entries.reversed());
    session.run(script("stop.sh", "stop Kubernetes"));
    session.run(script("remove.sh", "remove what was written").withStdin(Source.of(list)));
    List<String> left =
        session.run(script("left.sh", "look for what is left").withStdin(Source.of(list))).lines();
    if (!left.isEmpty()) {
      throw StepFailure.of(
          at.step(),
          "not everything could be removed: " + String.join(", ", left),
          "run the same command again; a reboot frees what is still held",
          left);
    }
    session.run(Command.script(FORGET).named("forget the ledger"));
  }

  /** Entries as the scripts read them: {@code KIND PATH BACKUP} a line, "-" for no backup. */
  static byte[] list(List<LedgerEntry> entries) {
    var text = new StringBuilder();
    for (LedgerEntry entry : entries) {
      text.append(entry.kind()).append(' ').append(entry.path()).append(' ');
      text.append(entry.backup().orElse("-")).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Command script(String name, String shown) throws IOException {
    try (InputStream in = ResetHost.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing in this installation");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Command.script(text).named(shown).withIdleTimeout(SILENCE);
    }
  }
}
