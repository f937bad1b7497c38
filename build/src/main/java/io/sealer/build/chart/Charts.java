package io.sealer.build.chart;

import io.sealer.build.launch.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The charts of a tree, rendered as commands want it. Not thread-safe.
 *
 * <p>Charts are written to a directory of their own before the engine reads them, so that links in
 * them lead nowhere.
 */
public final class Charts {
  /** What charts are told when nothing says for which Kubernetes they are: a usual one. */
  private static final String USUAL_VERSION = "v1.31.0";

  private final ImageTree tree;
  private final ChartRenderer renderer;
  private final Optional<String> kubeVersion;
  private final Path scratch;
  private int count;

  /**
   * The charts of a tree.
   *
   * @param kubeVersion the version of Kubernetes that charts are told
   * @param scratch an empty directory, which the caller removes
   */
  public Charts(
      ImageTree tree, ChartRenderer renderer, Optional<String> kubeVersion, Path scratch) {
    this.tree = tree;
    this.renderer = renderer;
    this.kubeVersion = kubeVersion;
    this.scratch = scratch;
  }

  /** Directories and archives that are charts and no part of another one. */
  public List<String> all() {
    var charts = new TreeSet<String>();
    for (String path : tree.files().keySet()) {
      boolean isPart = isPart(path, charts);
      if (path.endsWith("/Chart.yaml") && !isPart) {
        charts.add(path.substring(0, path.length() - "/Chart.yaml".length()));
      } else if (path.endsWith(".tgz") && !isPart(path, charts)) {
        charts.add(path);
      }
    }
    charts.removeIf(path -> isPart(path, charts));
    return List.copyOf(charts);
  }

  private static boolean isPart(String path, Set<String> charts) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String above = path.substring(0, slash);
      if (!path.equals(above + "/Chart.yaml") && charts.contains(above)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is a chart at this path. */
  public boolean isChart(String path) {
    return tree.files().containsKey(path + "/Chart.yaml")
        || (path.endsWith(".tgz") && tree.files().containsKey(path));
  }

  /**
   * Renders a chart as a command would.
   *
   * @return empty when an archive holds no chart
   * @throws IOException when it cannot be; says why
   */
  public Optional<Rendered> render(Call.Helm call) throws IOException {
    Path home = Files.createDirectories(scratch.resolve(String.valueOf(count++)));
    Optional<Path> chart = unpacked(call.chart(), home);
    if (chart.isEmpty()) {
      return Optional.empty();
    }
    var request =
        new ChartRenderer.Request(
            chart.get(),
            call.release(),
            call.namespace().orElse("default"),
            values(call.values()),
            sets(call.sets()),
            kubeVersion.or(() -> Optional.of(USUAL_VERSION)));
    try {
      return Optional.of(new Rendered(tree, call, chart.get(), renderer.render(request)));
    } catch (IOException e) {
      throw new IOException(withNames(String.valueOf(e.getMessage()), call.values()), e);
    }
  }

  /** A message with the names that the user knows in place of those of this machine. */
  private String withNames(String message, List<String> paths) {
    String named = message;
    for (String path : paths) {
      ImageTree.At at = tree.files().get(path);
      if (at != null) {
        named = named.replace(at.file().toString(), at.shownAs());
      }
    }
    return named;
  }

  private Optional<Path> unpacked(String chart, Path home) throws IOException {
    ImageTree.At archive = tree.files().get(chart);
    if (archive != null) {
      return ChartArchive.unpack(archive.file(), home);
    }
    // The engine calls a chart by its directory when Chart.yaml does not.
    Path target = home.resolve(chart.substring(chart.lastIndexOf('/') + 1));
    Optional<String> circle = tree.circle(chart);
    if (circle.isPresent()) {
      throw new IOException(
          "contains the link '%s', which leads to a directory above itself"
              .formatted(circle.get()));
    }
    tree.copy(chart, target);
    checkArchives(target, home);
    return Optional.of(target);
  }

  /** Packed sub-charts are looked at before the engine unpacks them. */
  private static void checkArchives(Path chart, Path home) throws IOException {
    List<Path> archives;
    try (var walk = Files.walk(chart)) {
      archives = walk.filter(file -> file.toString().endsWith(".tgz")).toList();
    }
    for (Path archive : archives) {
      try {
        ChartArchive.unpack(archive, Files.createTempDirectory(home, "check"));
      } catch (IOException e) {
        throw new IOException(chart.relativize(archive) + " " + e.getMessage(), e);
      }
    }
  }

  private List<Path> values(List<String> paths) throws IOException {
    var files = new ArrayList<Path>();
    for (String path : paths) {
      files.add(file(path));
    }
    return files;
  }

  private Path file(String path) throws IOException {
    ImageTree.At at = tree.files().get(path);
    if (at == null) {
      throw new IOException("the file '" + path + "' is not in the image");
    }
    return at.file();
  }

  private List<Call.Set> sets(List<Call.Set> sets) throws IOException {
    var resolved = new ArrayList<Call.Set>();
    for (Call.Set set : sets) {
      int equals = set.text().indexOf('=');
      resolved.add(
          set.flag().equals("set-file") && equals > 0
              ? new Call.Set(
                  set.flag(),
                  set.text().substring(0, equals + 1) + file(set.text().substring(equals + 1)))
              : set);
    }
    return resolved;
  }
}
