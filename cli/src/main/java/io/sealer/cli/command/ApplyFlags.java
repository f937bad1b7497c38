package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.RunProgress;
import io.sealer.run.ClusterRun;
import io.sealer.run.RunRequest;
import io.sealer.run.RunResult;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.PlanJson;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.report.RunRecorder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a cluster is brought to a wanted state, and how that is told: the same for all commands. */
final class ApplyFlags {
  @Mixin private final RegistryFlags registry = new RegistryFlags();
  @Mixin private final ReportFlags reports = new ReportFlags();
  @Mixin private final EventsFlag events = new EventsFlag();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--dry-run", description = "Show what would be done, and why; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--break-lock",
      description = "End another run's hold on the hosts, when that run is dead.")
  private boolean breakLock;

  @Option(
      names = "--ignore-preflight",
      split = ",",
      paramLabel = "CHECK",
      description =
          "Run in spite of what these checks find (port, disk, memory, time…), or of 'all'; 'ssh' leaves"
              + " workers out that cannot be reached.")
  private List<String> ignored = List.of();

  /** Brings the cluster to what the request says; the command's exit code. */
  int carryOut(Context context, RunRequest wanted) throws Exception {
    Console console = context.console();
    Clusterfile clusterfile = wanted.clusterfile();
    ClusterAccess.requireImage(context, registry, clusterfile);
    var progress = new RunProgress(console);
    EventListener listener = events.listener(console, progress);
    try (ClusterRun run =
        ClusterAccess.clusters(context, progress).prepare(permitted(wanted), listener)) {
      warn(console, run);
      if (dryRun) {
        console.print(output.json() ? PlanJson.text(run.plan()) : run.plan().describe());
        return 0;
      }
      var recorder = new RunRecorder();
      try {
        finish(console, wanted, run.plan().nothingToDo(), run.apply(listener.and(recorder)));
      } finally {
        reports.write(clusterfile.cluster().name(), recorder);
      }
      return 0;
    }
  }

  private RunRequest permitted(RunRequest request) {
    RunRequest allowed = ignored.isEmpty() ? request : request.ignoring(Set.copyOf(ignored));
    RunRequest meant = dryRun ? allowed.onlyLooking() : allowed;
    return breakLock ? meant.breakingLocks() : meant;
  }

  private static void warn(Console console, ClusterRun run) {
    for (HostProblem problem : run.warnings()) {
      console.warn(problem.host() + ": " + problem.problem() + "; " + problem.hint());
    }
  }

  private void finish(Console console, RunRequest wanted, boolean nothingToDo, RunResult result) {
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
    if (wanted.imagesOnly()) {
      console.tell("the images are in containerd of every host of cluster " + result.cluster());
      return;
    }
    console.tell(
        "cluster "
            + result.cluster()
            + " runs; kubectl --kubeconfig "
            + result.kubeconfig()
            + " get pods -A");
  }
}
