package io.sealer.helm;

import io.sealer.helm.engine.Engine;
import io.sealer.helm.engine.EngineException;
import io.sealer.helm.engine.EngineProcess;
import io.sealer.helm.engine.Options;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Helm, as its command line would do it. Loading takes half a second the first time on a machine,
 * rendering milliseconds. Charts are rendered in a process of their own. Thread-safe.
 */
public final class Helm {
  private static final int LONGEST_HALF = 500;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Path cache;
  private final Path work;
  private final EngineProcess renderer;
  private Optional<Engine> engine = Optional.empty();

  private Helm(Path cache, Path work, Duration longest) {
    this.cache = cache;
    this.work = work;
    this.renderer = new EngineProcess(cache, longest);
  }

  /**
   * Helm, whose engine is loaded when it is needed.
   *
   * @param cache where it is unpacked, once, and where charts are prepared
   */
  public static Helm open(Path cache) throws HelmException {
    return open(cache, LONGEST);
  }

  /** The same, which lets rendering take this long. */
  static Helm open(Path cache, Duration longest) throws HelmException {
    try {
      return new Helm(cache, Files.createDirectories(cache.resolve("helm")), longest);
    } catch (IOException e) {
      throw new HelmException("%s: %s".formatted(cache, e), "give a cache that can be written", e);
    }
  }

  /**
   * All objects that a release would have, hooks included, tests left out. Asks no cluster and no
   * network.
   *
   * @param chart a directory or a packed chart
   * @param kubeVersion what {@code .Capabilities.KubeVersion} says, and {@code
   *     .Capabilities.APIVersions} answers for; empty for Helm's own defaults
   */
  public String render(Path chart, Release release, Optional<String> kubeVersion)
      throws HelmException {
    return inWork(
        chart,
        directory -> {
          var questions = new ClusterQuestions(kubeVersion.map(ApiVersions::of));
          Path copy = ChartCopy.make(chart, directory.resolve("chart"), questions);
          List<Path> values = valuesFiles(release, directory);
          for (Path file : values) {
            ValuesTexts.change(file, questions::answered);
          }
          Options options =
              new Options()
                  .text(release.name())
                  .text("")
                  .text(copy.toString())
                  .text(release.namespace())
                  .text(kubeVersion)
                  .noFlags(2) // dependencyUpdate, skipCRDs
                  .noTexts(2) // values, setFiles
                  .text(joined(values))
                  .noTexts(3) // certificates
                  .noFlags(2)
                  .text("")
                  .noFlags(1)
                  .text(directory.resolve("repositories.yaml").toString());
          return Rendered.ordinary(renderer.call("Template", options));
        });
  }

  /**
   * Installs a release, or upgrades the one that is there, and waits until its objects are ready.
   *
   * @param kubeconfig of the cluster
   * @param timeout of the wait, at least a second
   * @param wait whether to wait
   */
  public void upgrade(Path chart, Release release, Path kubeconfig, boolean wait, Duration timeout)
      throws HelmException {
    boolean there = status(release.name(), release.namespace(), kubeconfig).isPresent();
    inWork(
        chart,
        directory -> {
          Options options = new Options().text(release.name());
          if (there) {
            options.text("").text(chart.toString()).text(release.namespace()).text("");
            options.noFlags(8); // install to createNamespace
          } else {
            options
                .flag(false)
                .noTexts(2)
                .text(chart.toString())
                .text(release.namespace())
                .text("");
            options.flag(false).flag(true); // atomic, createNamespace
          }
          options
              .text("launched by sealer")
              .noFlags(4)
              .text("")
              .flag(false)
              .flag(wait)
              .number(Math.toIntExact(timeout.toSeconds()))
              .noTexts(2)
              .text(joined(valuesFiles(release, directory)))
              .text(kubeconfig.toString())
              .noTexts(4)
              .noFlags(2)
              .text("")
              .noFlags(2)
              .text(directory.resolve("repositories.yaml").toString());
          return engine().call(there ? "Upgrade" : "Install", options);
        });
  }

  /** Removes a release and everything it made; nothing happens when there is none. */
  public void uninstall(String name, String namespace, Path kubeconfig) throws HelmException {
    Options options =
        new Options()
            .text(name)
            .noFlags(2)
            .flag(true) // ignoreNotFound
            .noFlags(1)
            .text("")
            .text(namespace)
            .text(kubeconfig.toString())
            .text("")
            .noFlags(1);
    call("release " + name, "Uninstall", options);
  }

  /** How a release stands; empty when there is none. */
  public Optional<ReleaseStatus> status(String name, String namespace, Path kubeconfig)
      throws HelmException {
    return list(namespace, kubeconfig).stream().filter(r -> r.name().equals(name)).findFirst();
  }

  /** All releases of a namespace, in whatever state. */
  public List<ReleaseStatus> list(String namespace, Path kubeconfig) throws HelmException {
    Options options =
        new Options().flag(true).noFlags(7).text(namespace).text(kubeconfig.toString()).text("");
    return call("releases", "List", options)
        .lines()
        .filter(line -> !line.isBlank())
        .map(Helm::release)
        .toList();
  }

  /** The engine writes a release as a line of url-encoded fields. */
  private static ReleaseStatus release(String line) {
    Map<String, String> fields =
        Arrays.stream(line.split("&"))
            .map(field -> field.split("=", 2))
            .filter(field -> field.length == 2)
            .collect(Collectors.toMap(f -> decoded(f[0]), f -> decoded(f[1]), (a, _) -> a));
    return new ReleaseStatus(
        fields.getOrDefault("name", ""),
        fields.getOrDefault("namespace", ""),
        Integer.parseInt(fields.getOrDefault("revision", "0")),
        fields.getOrDefault("status", "unknown"),
        fields.getOrDefault("chart", ""));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static List<Path> valuesFiles(Release release, Path directory)
      throws IOException, HelmException {
    return Values.of(release.values()).files(directory);
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(","));
  }

  private synchronized Engine engine() throws EngineException {
    if (engine.isEmpty()) {
      engine = Optional.of(Engine.load(cache));
    }
    return engine.get();
  }

  private String call(String what, String function, Options options) throws HelmException {
    try {
      return engine().call(function, options);
    } catch (EngineException e) {
      throw new HelmException(what + ": " + brief(e), "see what Helm says", e);
    }
  }

  /** Templates that include each other have messages of hundreds of kilobytes. */
  private static String brief(EngineException e) {
    String told =
        String.valueOf(e.getMessage())
            .replace("Use --debug flag to render out invalid YAML", "")
            .strip();
    int length = told.length();
    return length <= 2 * LONGEST_HALF
        ? told
        : told.substring(0, LONGEST_HALF) + " … " + told.substring(length - LONGEST_HALF);
  }

  /** What is done with a chart in a directory that goes afterwards. */
  private interface Task {
    String in(Path directory) throws IOException, HelmException, EngineException;
  }

  private String inWork(Path chart, Task task) throws HelmException {
    String name = "chart " + chart.getFileName();
    try {
      Path directory = Files.createTempDirectory(work, "render-");
      try {
        return task.in(directory);
      } finally {
        Trees.delete(directory);
      }
    } catch (EngineException e) {
      throw new HelmException(
          name + ": " + brief(e), "helm template shows the same; correct the chart", e);
    } catch (IOException e) {
      throw new HelmException(name + ": " + e.getMessage(), "look at the chart's files", e);
    }
  }
}
