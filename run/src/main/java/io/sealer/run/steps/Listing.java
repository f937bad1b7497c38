package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import java.util.List;

/**
 * Names of files in directories of a host.
 *
 * @param paths of the files
 */
record Listing(List<String> paths) {
  /** Takes directories as arguments. */
  static final String SCRIPT =
      """
      for directory in "$@"; do
        for file in "$directory"/*; do [ ! -e "$file" ] && [ ! -L "$file" ] || printf '%s\\n' "$file"; done
      done
      """;

  Listing {
    paths = List.copyOf(paths);
  }

  /** What lies in these directories; nothing in one that is not there. */
  static Listing of(StepContext at, String... directories) throws HostException {
    Command list =
        Command.script(SCRIPT, directories).named("list " + String.join(", ", directories));
    return new Listing(at.session().run(list).lines());
  }

  /** Names in one of the directories, sorted. */
  List<String> in(String directory) {
    String start = directory + "/";
    return paths.stream()
        .filter(path -> path.startsWith(start) && path.indexOf('/', start.length()) < 0)
        .map(path -> path.substring(start.length()))
        .sorted()
        .toList();
  }
}
