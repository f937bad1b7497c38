package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.RunProgress;
import io.sealer.cli.output.Table;
import io.sealer.run.ClusterApp;
import io.sealer.run.StatusRequest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer apps}. */
@Command(
    name = "apps",
    description = {
      "List the applications that are launched in a cluster, and how they are.",
      "The state comes from their objects as they are now: available, progressing, failed, missing;",
      "launched means that commands launched it, which do not tell what they made."
    },
    footer = {
      "",
      "Example:",
      "  sealer apps my-cluster",
      "  sealer run mysql-app:8.0 --cluster-name my-cluster    # add or upgrade one",
      "  sealer delete my-cluster --app mysql                  # remove one"
    })
public final class AppsCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ClusterArgument cluster = new ClusterArgument();
  @Mixin private final SshFlags ssh = new SshFlags();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--objects", description = "Also list the objects of each application.")
  private boolean objects;

  /** A command in this context. */
  public AppsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Console console = context.console();
    var request = new StatusRequest(cluster.name(), ssh.settings(context));
    List<ClusterApp> apps = ClusterAccess.clusters(context, new RunProgress(console)).apps(request);
    if (output.json()) {
      console.print(Json.document(apps));
    } else if (apps.isEmpty()) {
      console.tell("no applications");
    } else {
      var table = new Table("APP", "TYPE", "IMAGE", "STATE", "MESSAGE");
      apps.forEach(a -> table.row(a.name(), a.type(), a.image(), a.state(), a.message()));
      table.lines().forEach(console::print);
      if (objects) {
        console.print("");
        objects(apps).lines().forEach(console::print);
      }
    }
    return 0;
  }

  private static Table objects(List<ClusterApp> apps) {
    var table = new Table("APP", "KIND", "NAMESPACE", "NAME", "STATE", "MESSAGE");
    for (ClusterApp app : apps) {
      app.objects()
          .forEach(
              o ->
                  table.row(app.name(), o.kind(), o.namespace(), o.name(), o.state(), o.message()));
    }
    return table;
  }
}
