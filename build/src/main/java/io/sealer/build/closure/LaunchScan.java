package io.sealer.build.closure;

import io.sealer.build.chart.ChartRenderer;
import io.sealer.build.chart.Charts;
import io.sealer.build.chart.ImageTree;
import io.sealer.build.chart.Rendered;
import io.sealer.build.discovery.Defect;
import io.sealer.build.discovery.Discovery;
import io.sealer.build.discovery.Findings;
import io.sealer.build.discovery.ImageRules;
import io.sealer.build.discovery.KustomizeFiles;
import io.sealer.build.launch.Call;
import io.sealer.build.launch.LaunchReader;
import io.sealer.build.launch.Script;
import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the images of a tree of files: in the files themselves, in what its commands apply, and in
 * its charts with the values that the commands give them. Not thread-safe.
 */
public final class LaunchScan {
  private final ImageTree tree;
  private final Charts charts;
  private final Discovery all;
  private final Discovery launched;
  private final Set<String> problems = new LinkedHashSet<>();
  private final Set<String> rendered = new HashSet<>();
  private final Map<Call.Helm, Optional<Rendered>> known = new HashMap<>();

  private LaunchScan(ImageTree tree, ImageRules rules, Charts charts) {
    this.tree = tree;
    this.charts = charts;
    this.all = new Discovery(rules);
    this.launched = new Discovery(rules);
  }

  /**
   * What was found.
   *
   * @param all in all of the tree
   * @param launched in what the launch commands would create
   * @param problems what the launch commands need and the image cannot have, each with its place
   */
  public record Result(Findings all, Findings launched, List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Looks at everything.
   *
   * @param kubeVersion what charts are told
   * @param scratch an empty directory, which the caller removes
   */
  public static Result of(
      ImageTree tree,
      Launchables commands,
      ImageRules rules,
      ChartRenderer renderer,
      Optional<String> kubeVersion,
      Path scratch)
      throws IOException {
    var scan = new LaunchScan(tree, rules, new Charts(tree, renderer, kubeVersion, scratch));
    scan.files();
    scan.commands(commands.launched(), true);
    scan.commands(commands.others(), false);
    scan.otherCharts();
    return new Result(scan.all.findings(), scan.launched.findings(), List.copyOf(scan.problems));
  }

  private void files() throws IOException {
    var read = new HashSet<Map.Entry<Path, String>>();
    for (Map.Entry<String, ImageTree.At> file : tree.files().entrySet()) {
      String path = file.getKey();
      String name = path.substring(path.lastIndexOf('/') + 1);
      // Through a link a file is there once more.
      if (Discovery.isInteresting(path) && read.add(Map.entry(file.getValue().file(), name))) {
        offer(all, path);
      }
    }
  }

  private void offer(Discovery discovery, String path) throws IOException {
    ImageTree.At at = tree.files().get(path);
    if (at != null) {
      discovery.offer(path, at.shownAs(), () -> Files.newInputStream(at.file()));
    }
  }

  private void commands(List<Script> scripts, boolean isLaunched) throws IOException {
    for (Call call : LaunchReader.read(scripts, tree)) {
      switch (call) {
        case Call.Image image -> image(image, isLaunched);
        case Call.Apply apply -> apply(apply, isLaunched);
        case Call.Helm helm -> helm(helm, isLaunched);
        case Call.Remote remote ->
            problem(remote.at(), "asks the network for " + remote.address(), isLaunched);
      }
    }
  }

  private void problem(Call.Place at, String text, boolean isLaunched) {
    if (isLaunched) {
      problems.add(at + " " + text);
    }
  }

  private void image(Call.Image image, boolean isLaunched) {
    if (!image.name().contains("$")) {
      var source = new Source(image.at().file(), image.at().line(), image.at().how());
      all.add(image.name(), source);
      if (isLaunched) {
        launched.add(image.name(), source);
      }
    }
  }

  private void apply(Call.Apply apply, boolean isLaunched) throws IOException {
    String path = apply.path();
    if (path.matches(".*[$*?\\[{].*")) {
      return;
    }
    // Templates are applied under the names that they are rendered to.
    String there = tree.exists(path) ? path : path + ".tmpl";
    if (!tree.exists(there)) {
      problem(apply.at(), "applies '" + path + "', which is not in the image", isLaunched);
    } else if (apply.kustomize()) {
      for (String file : KustomizeFiles.of(path, tree::text)) {
        applied(file, isLaunched);
      }
    } else if (tree.files().containsKey(there)) {
      applied(there, isLaunched);
    } else {
      for (String file : List.copyOf(tree.below(there).keySet())) {
        boolean direct = file.indexOf('/', there.length() + 1) < 0;
        if (direct || apply.recursive()) {
          applied(file, isLaunched);
        }
      }
    }
  }

  private void applied(String path, boolean isLaunched) throws IOException {
    if (!Discovery.isInteresting(path)) {
      offer(all, path);
    }
    if (isLaunched) {
      offer(launched, path);
    }
  }

  private void helm(Call.Helm call, boolean isLaunched) throws IOException {
    if (call.chart().contains("$")) {
      return;
    }
    if (!charts.isChart(call.chart())) {
      problem(
          call.at(), "installs '" + call.chart() + "', which is no chart of the image", isLaunched);
      return;
    }
    rendered.add(call.chart());
    try {
      Optional<Rendered> result = known.get(call);
      if (result == null) {
        result = charts.render(call);
        known.put(call, result);
        add(all, call, result);
      }
      if (isLaunched) {
        add(launched, call, result);
      }
    } catch (IOException e) {
      all.defect(
          new Defect(
              call.at().file(), call.at().line(), chart(call.chart()) + ": " + e.getMessage()));
    }
  }

  private static void add(Discovery discovery, Call.Helm call, Optional<Rendered> result)
      throws IOException {
    if (result.isPresent()) {
      discovery.rendered(call.chart(), result.get().yaml(), result.get()::source);
    }
  }

  private String chart(String path) {
    return "chart " + tree.shownAs(path);
  }

  /** Charts that no command installs, with their default values. */
  private void otherCharts() throws IOException {
    for (String chart : charts.all()) {
      if (!rendered.contains(chart)) {
        String name = chart.substring(chart.lastIndexOf('/') + 1).replaceFirst("\\.tgz$", "");
        var call =
            new Call.Helm(
                new Call.Place(chart, 0, "chart"),
                name,
                chart,
                Optional.empty(),
                List.of(),
                List.of());
        try {
          add(all, call, charts.render(call));
        } catch (IOException e) {
          all.note(
              new Defect(
                  tree.shownAs(chart),
                  0,
                  "is a chart that cannot be rendered with its default values: " + e.getMessage()));
        }
      }
    }
  }
}
