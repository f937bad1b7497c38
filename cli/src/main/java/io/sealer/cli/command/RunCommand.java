package io.sealer.cli.command;

import io.sealer.run.RunRequest;
import io.sealer.run.clusterfile.Clusterfile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer run} and {@code sealer apply}: the same; apply is usually given a Clusterfile. */
@Command(
    name = "run",
    aliases = "apply",
    description = {
      "Make the cluster that an image and flags, or a Clusterfile, describe; or bring it to that"
          + " state.",
      "A run that was stopped or failed continues when the same command is given again."
    },
    footer = {
      "",
      "Example:",
      "  sealer run shop:1.0 --masters 10.0.0.1 --nodes 10.0.0.2-10.0.0.5 --pk ~/.ssh/id_ed25519",
      "  sealer run shop:1.0 --provider CONTAINER -m 1 -n 2",
      "  sealer apply -f Clusterfile",
      "  sealer apply -f Clusterfile --timeline run.html --trace run.json"
    })
public final class RunCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ClusterOptions options = new ClusterOptions();
  @Mixin private final ApplyFlags apply = new ApplyFlags();

  @Option(
      names = "--kubeconfig",
      description = "Also write ~/.kube/config; one that is there is kept beside it.")
  private boolean kubeconfig;

  /** A command in this context. */
  public RunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Clusterfile clusterfile = options.clusterfile(context);
    RunRequest request = options.request(clusterfile);
    return apply.carryOut(context, kubeconfig ? request.writingUserKubeconfig() : request);
  }
}
