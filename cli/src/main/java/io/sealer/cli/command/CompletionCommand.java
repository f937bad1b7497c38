package io.sealer.cli.command;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sealer completion}. */
@Command(
    name = "completion",
    description = "Print a script that lets the shell complete commands and flags.",
    footer = {
      "",
      "Example:",
      "  sealer completion bash > /etc/bash_completion.d/sealer",
      "  source <(sealer completion zsh)"
    })
public final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    bash,
    zsh
  }

  private final Context context;
  private final Supplier<CommandLine> everything;

  @Parameters(
      arity = "0..1",
      paramLabel = "bash|zsh",
      defaultValue = "bash",
      description = "The shell; one script serves both.")
  private Shell shell = Shell.bash;

  /** A command that completes what this supplier's command line has. */
  public CompletionCommand(Context context, Supplier<CommandLine> everything) {
    this.context = context;
    this.everything = everything;
  }

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      context.console().print("autoload -U +X bashcompinit && bashcompinit");
    }
    context.console().print(AutoComplete.bash("sealer", everything.get()));
    return 0;
  }
}
