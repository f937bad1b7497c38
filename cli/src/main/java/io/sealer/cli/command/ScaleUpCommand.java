package io.sealer.cli.command;

import io.sealer.run.RunRequest;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Scaling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sealer scale-up}, also {@code sealer join}. */
@Command(
    name = "scale-up",
    aliases = "join",
    description = {
      "Add masters and workers to a cluster; what it has already stays as it is.",
      "Addresses that belong to it already are passed over, so that the same command continues."
    },
    footer = {
      "",
      "Example:",
      "  sealer scale-up --cluster-name prod --nodes 10.0.0.6-10.0.0.9",
      "  sealer join --masters 10.0.0.3,10.0.0.4 --dry-run"
    })
public final class ScaleUpCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ScaleOptions options = new ScaleOptions();
  @Mixin private final ApplyFlags apply = new ApplyFlags();

  /** A command in this context. */
  public ScaleUpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Clusterfile clusterfile = options.changed(context, Scaling::grown);
    return apply.carryOut(context, RunRequest.of(clusterfile));
  }
}
