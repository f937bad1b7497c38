package io.sealer.cli.command;

import io.sealer.run.RunRequest;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.Scaling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sealer scale-down}. */
@Command(
    name = "scale-down",
    description = {
      "Let hosts leave a cluster: drained, taken out of etcd and Kubernetes, cleaned.",
      "A host that does not answer, or belongs to another cluster now, is only forgotten."
    },
    footer = {
      "",
      "Example:",
      "  sealer scale-down --cluster-name prod --nodes 10.0.0.9 --dry-run",
      "  sealer scale-down --cluster-name prod --masters 10.0.0.2"
    })
public final class ScaleDownCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ScaleOptions options = new ScaleOptions();
  @Mixin private final ApplyFlags apply = new ApplyFlags();

  /** A command in this context. */
  public ScaleDownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Clusterfile clusterfile = options.changed(context, Scaling::shrunk);
    return apply.carryOut(context, RunRequest.of(clusterfile).removingHosts());
  }
}
