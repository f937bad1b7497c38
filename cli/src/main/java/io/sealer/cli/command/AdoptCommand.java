package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.AdoptRequest;
import io.sealer.run.Adopted;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer adopt}. */
@Command(
    name = "adopt",
    description = {
      "Learn a cluster from one of its masters, to go on with it from this machine.",
      "Masters remember how the cluster was made, sealed with the key of its authority. Nothing is"
          + " changed on hosts."
    },
    footer = {
      "",
      "Example:",
      "  sealer adopt 10.0.0.2 --pk ~/.ssh/id_ed25519",
      "  sealer status my-cluster"
    })
public final class AdoptCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final SshFlags ssh = new SshFlags();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(paramLabel = "MASTER", description = "Address of one of its masters.")
  private String master = "";

  @Option(
      names = "--force",
      description =
          "Replace what this machine knows of the cluster even if that is newer, or of another cluster"
              + " with the same name.")
  private boolean force;

  /** A command in this context. */
  public AdoptCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Console console = context.console();
    var request = new AdoptRequest(master, ssh.settings(context), force);
    Adopted adopted = ClusterAccess.clusters(context, new RunProgress(console)).adopt(request);
    if (output.json()) {
      console.print(Json.document(adopted));
    } else {
      console.print(
          "Cluster %s of %d hosts, with image %s, is known here now (revision %d)."
              .formatted(
                  adopted.cluster(), adopted.hosts().size(), adopted.image(), adopted.revision()));
      console.print("Kubeconfig: " + adopted.kubeconfig());
      console.print("Next: sealer status " + adopted.cluster());
    }
    return 0;
  }
}
