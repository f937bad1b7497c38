package io.sealer.run.engine;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A look at a host by a shell script: the first line that it prints is the reason to run the step;
 * nothing means that the host is as it should be.
 *
 * @param script POSIX shell; changes nothing
 * @param arguments its {@code $1}…
 */
public record Question(String script, List<String> arguments) {
  /** Longest time without a byte. */
  static final Duration SILENCE = Duration.ofMinutes(5);

  public Question {
    arguments = List.copyOf(arguments);
  }

  /** Asks this alone. */
  public Optional<String> ask(Session session, Step step) throws HostException {
    Command command =
        Command.script(script, arguments.toArray(String[]::new))
            .named("check " + step.name())
            .withIdleTimeout(SILENCE);
    return reason(session.run(command).stdout());
  }

  /** What it has printed means. */
  public static Optional<String> reason(String output) {
    return output.lines().filter(line -> !line.isBlank()).findFirst();
  }

  /** The script with its arguments, as a part of a longer one, to be run in a shell of its own. */
  public String text() {
    var text = new StringBuilder("set --");
    arguments.forEach(a -> text.append(" '").append(a.replace("'", "'\\''")).append('\''));
    return text.append('\n').append(script).append('\n').toString();
  }
}
