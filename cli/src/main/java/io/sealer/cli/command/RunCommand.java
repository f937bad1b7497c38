package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.ClusterRun;
import io.sealer.run.RunRequest;
import io.sealer.run.RunResult;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventJson;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.PlanJson;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.report.RunRecorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
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
  @Mixin private final RegistryFlags registry = new RegistryFlags();
  @Mixin private final ReportFlags reports = new ReportFlags();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--dry-run", description = "Show what would be done, and why; change nothing.")
  private boolean dryRun;

  @Option(names = "--events", description = "Print what happens as JSON lines on standard output.")
  private boolean eventLines;

  @Option(
      names = "--break-lock",
      description = "End another run's hold on the hosts, when that run is dead.")
  private boolean breakLock;

  @Option(
      names = "--kubeconfig",
      description = "Also write ~/.kube/config; one that is there is kept beside it.")
  private boolean kubeconfig;

  @Option(
      names = "--ignore-preflight",
      split = ",",
      paramLabel = "CHECK",
      description =
          "Run in spite of what these checks find (port, disk, memory, time…), or of 'all'.")
  private List<String> ignored = List.of();

  /** A command in this context. */
  public RunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Console console = context.console();
    Clusterfile clusterfile = options.clusterfile(context);
    ClusterAccess.requireImage(context, registry, clusterfile);
    var progress = new RunProgress(console);
    EventListener events = eventLines ? event -> console.print(EventJson.line(event)) : progress;
    try (ClusterRun run =
        ClusterAccess.clusters(context, progress).prepare(request(clusterfile), events)) {
      warn(run);
      if (dryRun) {
        console.print(output.json() ? PlanJson.text(run.plan()) : run.plan().describe());
        return 0;
      }
      var recorder = new RunRecorder();
      try {
        finish(run.plan().nothingToDo(), run.apply(events.and(recorder)));
      } finally {
        reports.write(clusterfile.cluster().name(), recorder);
      }
      return 0;
    }
  }

  private RunRequest request(Clusterfile clusterfile) {
    RunRequest request = options.request(clusterfile);
    request = ignored.isEmpty() ? request : request.ignoring(Set.copyOf(ignored));
    request = breakLock ? request.breakingLocks() : request;
    return kubeconfig ? request.writingUserKubeconfig() : request;
  }

  private void warn(ClusterRun run) {
    for (HostProblem problem : run.warnings()) {
      context.console().warn(problem.host() + ": " + problem.problem() + "; " + problem.hint());
    }
  }

  private void finish(boolean nothingToDo, RunResult result) {
    Console console = context.console();
    if (output.json()) {
      var document = new LinkedHashMap<String, Object>();
      document.put("cluster", result.cluster());
      document.put("changed", result.changed());
      document.put("kubeconfig", result.kubeconfig().toString());
      console.print(Json.document(document));
      return;
    }
    if (nothingToDo || !result.changed()) {
      console.tell("nothing to do: cluster " + result.cluster() + " is as it should be");
      return;
    }
    console.tell("");
    console.tell(result.timeline().table());
    console.tell(
        "cluster "
            + result.cluster()
            + " runs; kubectl --kubeconfig "
            + result.kubeconfig()
            + " get pods -A");
  }
}
