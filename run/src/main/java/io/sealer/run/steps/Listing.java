package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import java.util.List;

/** Names of files in a directory of a host. */
public final class Listing {
  private static final String LIST = "[ ! -d \"$1\" ] || ls -1 \"$1\"";

  private Listing() {}

  /** The names, sorted; none when there is no such directory. */
  public static List<String> files(StepContext at, String directory) throws HostException {
    return at
        .session()
        .run(Command.script(LIST, directory).named("list " + directory))
        .lines()
        .stream()
        .sorted()
        .toList();
  }
}
