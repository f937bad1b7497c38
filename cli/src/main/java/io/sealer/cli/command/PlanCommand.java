package io.sealer.cli.command;

import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.ClusterRun;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.PlanJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer plan}. */
@Command(
    name = "plan",
    description = "Show what run or apply would do, and why; change nothing.",
    footer = {"", "Example:", "  sealer plan -f Clusterfile --exit-code"})
public final class PlanCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ClusterOptions options = new ClusterOptions();
  @Mixin private final RegistryFlags registry = new RegistryFlags();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(
      names = "--exit-code",
      description = "End with exit code 3 when there is something to do.")
  private boolean exitCode;

  /** A command in this context. */
  public PlanCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Clusterfile clusterfile = options.clusterfile(context);
    ClusterAccess.requireImage(context, registry, clusterfile);
    var progress = new RunProgress(context.console());
    try (ClusterRun run =
        ClusterAccess.clusters(context, progress)
            .prepare(options.request(clusterfile).onlyLooking(), EventListener.NONE)) {
      context.console().print(output.json() ? PlanJson.text(run.plan()) : run.plan().describe());
      return exitCode && !run.plan().nothingToDo() ? ExitCode.FOUND : ExitCode.OK;
    }
  }
}
