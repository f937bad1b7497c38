package io.sealer.cli.command;

import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.Console;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.RunProgress;
import io.sealer.cli.output.Table;
import io.sealer.run.ClusterStatus;
import io.sealer.run.StatusRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer status}. */
@Command(
    name = "status",
    description = {
      "Show what a cluster is now: hosts, versions, applications.",
      "Exit code 3 when its API server does not answer."
    },
    footer = {"", "Example:", "  sealer status my-cluster -o json"})
public final class StatusCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final ClusterArgument cluster = new ClusterArgument();
  @Mixin private final SshFlags ssh = new SshFlags();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(
      names = "--kubeconfig",
      description = "Print only where the administrator's kubeconfig lies.")
  private boolean kubeconfig;

  /** A command in this context. */
  public StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Console console = context.console();
    var request = new StatusRequest(cluster.name(), ssh.settings(context));
    ClusterStatus status =
        ClusterAccess.clusters(context, new RunProgress(console)).status(request);
    if (kubeconfig) {
      console.print(status.kubeconfig().toString());
      return ExitCode.OK;
    }
    if (output.json()) {
      console.print(Json.document(status));
    } else {
      print(console, status);
    }
    return status.answers() ? ExitCode.OK : ExitCode.FOUND;
  }

  private static void print(Console console, ClusterStatus status) {
    console.print("Cluster:    " + status.cluster());
    console.print("Image:      " + status.image() + " (" + status.digest() + ")");
    console.print("Kubernetes: " + (status.answers() ? status.kubernetes() : "does not answer"));
    console.print("Kubeconfig: " + status.kubeconfig());
    var hosts = new Table("HOST", "NAME", "ROLES", "READY", "VERSION", "ARCH");
    status
        .hosts()
        .forEach(
            host ->
                hosts.row(
                    host.ip(),
                    host.name(),
                    String.join(",", host.roles()),
                    host.ready() ? "yes" : "no",
                    host.version(),
                    host.arch()));
    hosts.lines().forEach(console::print);
    status.hosts().stream()
        .filter(host -> !host.message().isEmpty())
        .forEach(host -> console.print(host.ip() + ": " + host.message()));
    if (!status.answers()) {
      console.tell("look closer with: sealer check " + status.cluster());
    }
    if (!status.apps().isEmpty()) {
      var apps = new Table("APP", "TYPE", "STATE", "MESSAGE");
      status.apps().forEach(app -> apps.row(app.name(), app.type(), app.state(), app.message()));
      apps.lines().forEach(console::print);
    }
  }
}
