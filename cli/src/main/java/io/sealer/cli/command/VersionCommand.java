package io.sealer.cli.command;

import io.sealer.cli.environment.Version;
import io.sealer.cli.output.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer version}. */
@Command(
    name = "version",
    description = "Show which sealer this is.",
    footer = {"", "Example:", "  sealer version -o json"})
public final class VersionCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--short", description = "Show the version number alone.")
  private boolean brief;

  public VersionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Version version = Version.current();
    String text = brief ? version.version() : version.text();
    context.console().print(output.json() ? Json.document(version) : text);
    return 0;
  }
}
