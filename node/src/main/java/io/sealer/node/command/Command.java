package io.sealer.node.command;

import java.io.IOException;

/** One command of the program. */
public interface Command {
  /**
   * Does it.
   *
   * @throws UsageException when options are wrong
   */
  void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException;
}
