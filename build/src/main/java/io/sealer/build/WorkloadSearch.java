package io.sealer.build;

import io.sealer.build.chart.ChartRenderer;
import io.sealer.build.closure.ClosureCheck;
import io.sealer.build.closure.KubeVersions;
import io.sealer.build.closure.LaunchScan;
import io.sealer.build.closure.Launchables;
import io.sealer.build.context.BuildContext;
import io.sealer.build.discovery.Findings;
import io.sealer.build.discovery.ImageRules;
import io.sealer.build.execute.LayerIndex;
import io.sealer.build.execute.RootfsFiles;
import io.sealer.build.execute.Scratch;
import io.sealer.build.execute.Stage;
import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildRequest.Closure;
import io.sealer.build.job.BuildRequest.Mode;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.workload.LockFile;
import io.sealer.build.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the workload images of stages, has them fetched, and proves that none is missing. */
final class WorkloadSearch {
  private final BuildRequest request;
  private final Kubefile kubefile;
  private final BuildContext context;
  private final ChartRenderer renderer;
  private final BuildListener listener;

  WorkloadSearch(
      BuildRequest request,
      Kubefile kubefile,
      BuildContext context,
      ChartRenderer renderer,
      BuildListener listener) {
    this.request = request;
    this.kubefile = kubefile;
    this.context = context;
    this.renderer = renderer;
    this.listener = listener;
  }

  /** Fetches what the stages need; checks lock file and closure. */
  void run(
      List<Stage> stages,
      LayerIndex index,
      Path work,
      Workloads workloads,
      Optional<LockFile> locked)
      throws IOException, InterruptedException, BuildException {
    boolean takes = request.options().mode() != Mode.NONE;
    if (!takes && request.options().closure() == Closure.OFF) {
      return;
    }
    var warnings = new LinkedHashSet<String>();
    var scans = new ArrayList<LaunchScan.Result>();
    for (Stage stage : stages) {
      LaunchScan.Result scan = scan(stage, index, work);
      scans.add(scan);
      if (takes) {
        Findings findings = trusted(scan.all());
        warnings.addAll(Doubts.of(findings));
        if (locked.isPresent()) {
          locked.get().requireKnown(findings.images());
        }
        workloads.require(findings.images());
      }
    }
    var missing = new LinkedHashSet<String>();
    scans.forEach(scan -> missing.addAll(ClosureCheck.missing(scan, workloads.lock())));
    judge(missing, warnings);
    warnings.forEach(listener::warning);
  }

  private LaunchScan.Result scan(Stage stage, LayerIndex index, Path work) throws IOException {
    try (Scratch scratch = Scratch.in(work)) {
      return LaunchScan.of(
          RootfsFiles.of(index, stage),
          Launchables.of(
              request.kubefile().getFileName().toString(),
              kubefile,
              stage.apps(),
              stage.launch(),
              stage.env()),
          ImageRules.read(context.root()).accepting(request.options().accept()),
          renderer,
          KubeVersions.of(stage.labels()),
          scratch.directory());
    }
  }

  private void judge(Set<String> missing, Set<String> warnings) throws BuildException {
    if (missing.isEmpty() || request.options().closure() == Closure.OFF) {
      return;
    }
    // Who wants no images to be looked for knows that some are missing.
    if (request.options().closure() == Closure.WARN || request.options().mode() == Mode.NONE) {
      warnings.addAll(missing);
      return;
    }
    throw new BuildException(
        "the launch commands need what the image does not have:\n"
            + missing.stream().map(text -> "  " + text).collect(Collectors.joining("\n")),
        "bring it into the image; 'ignore NAME REASON' in "
            + ImageRules.FILE
            + " excuses an image, --closure warn everything");
  }

  private static Findings trusted(Findings findings) throws BuildException {
    if (!findings.defects().isEmpty()) {
      throw new BuildException(
          "images cannot be told from this content:\n"
              + findings.defects().stream()
                  .map(defect -> "  " + defect)
                  .collect(Collectors.joining("\n")),
          "correct these files, or keep them out with .sealerignore; templates belong into files that"
              + " end with .tmpl");
    }
    return findings;
  }
}
