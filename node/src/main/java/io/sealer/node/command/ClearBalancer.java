package io.sealer.node.command;

import io.sealer.node.api.BalancerConfig;
import io.sealer.node.balancer.Balancers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes the balancer's rules; nothing to remove is no error. */
public final class ClearBalancer implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    Path file = arguments.allow("--config").path("--config").resolveSibling(BalancerConfig.FILE);
    if (Files.exists(file)) {
      Balancers.clear(Balancers.read(file));
    }
  }
}
