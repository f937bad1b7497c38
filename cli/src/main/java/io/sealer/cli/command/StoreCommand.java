package io.sealer.cli.command;

import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.Human;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.Table;
import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.StoreCheck;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sealer store}: looking after the local store. */
@Command(
    name = "store",
    description = "Look after the local store.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  sealer store check --repair"})
public final class StoreCommand implements Callable<Integer> {
  private final Context context;
  @Spec private CommandSpec spec = CommandSpec.create();

  /** A command in this context. */
  public StoreCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "sealer store needs a command: check");
  }

  private record Document(
      boolean ok,
      int blobs,
      long bytes,
      List<StoreCheck.Problem> problems,
      List<String> quarantined,
      List<String> fetchAgain) {}

  /** {@code sealer store check}. */
  @Command(
      name = "check",
      description = {
        "Hash every blob again and follow every reference. Exit code 3 when something is wrong."
      },
      footer = {"", "Example:", "  sealer store check", "  sealer store check --repair -o json"})
  int check(
      @Mixin OutputFormat output,
      @Option(
              names = "--repair",
              description =
                  "Lay damaged content aside in quarantine/ and say which images to pull or load again.")
          boolean repair)
      throws IOException {
    StoreCheck.Result result;
    try (var store = DiskStore.open(context.places().store());
        var progress = new TransferProgress(context.console(), "checked")) {
      result = store.check(repair, progress);
      progress.finished();
    }
    if (output.json()) {
      context.console().print(Json.document(document(result)));
    } else {
      print(result, repair);
    }
    return result.problems().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
  }

  private static Document document(StoreCheck.Result result) {
    return new Document(
        result.problems().isEmpty(),
        result.blobs(),
        result.bytes(),
        result.problems(),
        result.quarantined(),
        result.fetchAgain());
  }

  private void print(StoreCheck.Result result, boolean repair) {
    var console = context.console();
    String all = result.blobs() + " blobs, " + Human.bytes(result.bytes());
    if (result.problems().isEmpty()) {
      console.print("ok: " + all);
      return;
    }
    int problems = result.problems().size();
    console.print(problems + (problems == 1 ? " problem in " : " problems in ") + all);
    var table = new Table("CONTENT", "PROBLEM", "NEEDED BY");
    for (StoreCheck.Problem problem : result.problems()) {
      String by = problem.referencedBy().isEmpty() ? "-" : String.join(" ", problem.referencedBy());
      table.row(problem.digest(), problem.problem(), by);
    }
    table.lines().forEach(console::print);
    result.quarantined().forEach(digest -> console.print("laid aside in quarantine/: " + digest));
    result.fetchAgain().forEach(name -> console.print("pull or load again: " + name));
    if (!repair && result.damaged()) {
      console.tell("  hint: 'sealer store check --repair' lays damaged content aside");
    }
  }
}
