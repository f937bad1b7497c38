package io.sealer.node.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Prints {@code sealer-node VERSION (commit COMMIT)}. */
public final class Version implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    arguments.allow();
    var built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        built.load(in);
      }
    }
    String version = built.getProperty("version", "unknown");
    terminal.tell(
        "sealer-node " + version + " (commit " + built.getProperty("commit", "unknown") + ")");
  }
}
