package io.sealer.host;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Asks a machine for its facts. */
final class FactsGathering {
  private static final String SCRIPT = ShellLine.resource("facts.sh");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private FactsGathering() {}

  static Facts gather(Session session, List<String> paths) throws HostException {
    for (String path : paths) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("not an absolute path: '" + path + "'");
      }
    }
    Instant sent = Instant.now();
    var heard = new AtomicReference<>(sent);
    ExecResult answer =
        session.run(
            Command.script(SCRIPT, paths.toArray(String[]::new))
                .named("gather facts")
                .withIdleTimeout(PATIENCE)
                .onLine(line -> noteTime(line, heard)));
    try {
      return FactsParser.parse(answer.stdout(), sent, heard.get());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new HostException.Unintelligible(
          session.host(), "its facts", String.valueOf(e.getMessage()));
    }
  }

  private static void noteTime(String line, AtomicReference<Instant> heard) {
    if (line.startsWith("time\t")) {
      heard.set(Instant.now());
    }
  }
}
