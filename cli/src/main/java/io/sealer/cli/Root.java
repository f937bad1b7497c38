package io.sealer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sealer} without a sub-command: its help. */
@Command(
    name = "sealer",
    description =
        "Packs a whole Kubernetes cluster into one image and runs it on bare servers, without internet.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Example:",
      "  sealer build -t shop:1.0 .",
      "  sealer run shop:1.0 --masters 10.0.0.1 --nodes 10.0.0.2-10.0.0.5 --pk ~/.ssh/id_ed25519",
      "",
      "'sealer COMMAND --help' shows a command's flags."
    })
final class Root {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  boolean debug;
}
