package io.sealer.cli;

import io.sealer.cli.command.Context;
import io.sealer.cli.failure.ErrorText;
import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.Console;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: makes only the sub-command that is called, which keeps the start quick. */
final class Sealer {
  private final Context context;

  Sealer(Context context) {
    this.context = context;
  }

  int execute(List<String> args) {
    CommandLine line =
        commandLine(args.isEmpty() ? Optional.empty() : Optional.of(args.getFirst()));
    if (args.isEmpty()) {
      line.usage(context.console().err());
      return ExitCode.USAGE;
    }
    return line.execute(args.toArray(String[]::new));
  }

  /** The command line with only this sub-command if there is such a one, else with all. */
  CommandLine commandLine(Optional<String> called) {
    var root = new Root();
    var line = new CommandLine(root);
    Catalog catalog = new Catalog(context, line, () -> commandLine(Optional.empty()));
    if (!called.map(catalog::addOne).orElse(false)) {
      catalog.addAll();
    }
    Console console = context.console();
    line.setOut(console.out()).setErr(console.err());
    Converters.register(line);
    line.setUsageHelpWidth(110);
    line.setParameterExceptionHandler((e, given) -> usageError(e));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> ErrorText.report(e, console, root.debug));
    return line;
  }

  private int usageError(ParameterException e) {
    Console console = context.console();
    console.tell("error: " + e.getMessage());
    CommandLine command = e.getCommandLine();
    if (!UnmatchedArgumentException.printSuggestions(e, console.err())) {
      console.tell(
          "  hint: '" + command.getCommandSpec().qualifiedName() + " --help' shows what it takes");
    }
    return ExitCode.USAGE;
  }
}
