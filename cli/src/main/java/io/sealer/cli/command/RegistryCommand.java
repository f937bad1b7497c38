package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sealer registry}: its sub-commands. */
@Command(
    name = "registry",
    description = "Run a registry of your own.",
    footer = {"", "Example:", "  sealer registry serve --data /srv/registry"})
public final class RegistryCommand implements Callable<Integer> {
  @Override
  public Integer call() throws UsageException {
    throw new UsageException("'sealer registry' needs a sub-command; --help lists them");
  }
}
