package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.Console;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.AppRemoval;
import io.sealer.run.DeleteRequest;
import io.sealer.run.DeleteResult;
import io.sealer.run.clusterfile.Addresses;
import io.sealer.run.clusterfile.Cluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer delete}. */
@Command(
    name = "delete",
    description = {
      "Remove a cluster: everything that sealer wrote on its hosts, and hosts that sealer made.",
      "With --app: remove applications from it, exactly what launching them made.",
      "With --hosts: clean hosts that it has forgotten while they did not answer."
    },
    footer = {
      "",
      "Example:",
      "  sealer delete my-cluster --force",
      "  sealer delete my-cluster --app mysql",
      "  sealer delete my-cluster --hosts 10.0.0.9"
    })
public final class DeleteCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ClusterArgument name = new ClusterArgument();
  @Mixin private final SshFlags ssh = new SshFlags();
  @Mixin private final EventsFlag events = new EventsFlag();

  @Option(names = "--cluster-name", paramLabel = "NAME", description = "The same as a flag.")
  private Optional<String> nameFlag = Optional.empty();

  @Option(
      names = "--app",
      split = ",",
      paramLabel = "APP",
      description = "Remove only this application and keep the cluster. Repeatable.")
  private List<String> apps = List.of();

  @Option(
      names = "--hosts",
      paramLabel = "HOSTS",
      description = "Clean only these hosts, which the cluster has forgotten; it keeps its own.")
  private Optional<String> strays = Optional.empty();

  @Option(names = "--force", description = "Do not ask.")
  private boolean force;

  @Option(
      names = "--break-lock",
      description = "End another run's hold on the hosts, when that run is dead.")
  private boolean breakLock;

  @Option(
      names = "--forget-unreachable",
      description =
          "Give up hosts that cannot be reached or belong to another cluster, instead of failing.")
  private boolean forget;

  /** A command in this context. */
  public DeleteCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    String cluster = name.given().or(() -> nameFlag).orElse(Cluster.DEFAULT_NAME);
    if (strays.isPresent() && !apps.isEmpty()) {
      throw new UsageException("--hosts and --app do not go together");
    }
    if (!force && !confirmed(what(cluster))) {
      context.console().tell("nothing was removed");
      return 1;
    }
    if (!apps.isEmpty()) {
      return removeApps(cluster);
    }
    DeleteRequest request = DeleteRequest.of(cluster).withSsh(ssh.settings(context));
    request = breakLock ? request.breakingLocks() : request;
    request = forget ? request.forgettingUnreachable() : request;
    request = strays.isPresent() ? request.ofStrays(addresses(strays.get())) : request;
    var progress = new RunProgress(context.console());
    DeleteResult result =
        ClusterAccess.clusters(context, progress)
            .delete(request, events.listener(context.console(), progress));
    String removed = strays.isPresent() ? "what was left of cluster " : "cluster ";
    context
        .console()
        .tell(removed + cluster + " is removed from " + result.hosts().size() + " hosts");
    result
        .forgotten()
        .forEach(
            host ->
                context
                    .console()
                    .warn(
                        host
                            + " was not cleaned: it could not be reached, or belongs to another"
                            + " cluster"));
    return 0;
  }

  private String what(String cluster) {
    if (strays.isPresent()) {
      return "what is left of cluster " + cluster + " on " + strays.get();
    }
    return apps.isEmpty()
        ? "cluster " + cluster + " and everything in it"
        : "application " + String.join(", ", apps) + " from cluster " + cluster;
  }

  private static List<String> addresses(String text) {
    try {
      return Addresses.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--hosts: " + e.getMessage());
    }
  }

  private int removeApps(String cluster) throws Exception {
    var removal = new AppRemoval(cluster, apps, ssh.settings(context), breakLock);
    var progress = new RunProgress(context.console());
    List<String> gone =
        ClusterAccess.clusters(context, progress)
            .removeApps(removal, events.listener(context.console(), progress));
    context.console().tell("removed from cluster " + cluster + ": " + String.join(", ", gone));
    return 0;
  }

  private boolean confirmed(String what) throws IOException {
    Console console = context.console();
    if (!console.isTerminal()) {
      throw new UsageException("removing without a terminal needs --force");
    }
    console.err().print("Remove " + what + "? [y/N] ");
    console.err().flush();
    String answer =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer != null && answer.strip().matches("(?i)y|yes");
  }
}
