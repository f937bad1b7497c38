package io.sealer.helm;

import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.layer.LayerReader;
import io.sealer.oci.layer.UnpackOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chart's files in a directory of ours: sub-charts unpacked, nothing from outside of the chart,
 * no question to a cluster unanswered, and hooks made ordinary objects, because the engine leaves
 * hooks out of what it renders.
 */
final class ChartCopy {
  /** What stands in place of {@code helm.sh/hook} in the copy. */
  static final String HOOK = "sealer.io/hook";

  private static final String HELM_HOOK = "helm.sh/hook";
  private static final long LARGEST_FILE = 32L << 20;
  private static final long LARGEST_CHART = 256L << 20;
  private static final int DEEPEST = 8;
  // Values files and templates are text: more than a hundred to one is made to do harm.
  private static final UnpackOptions LIMITS =
      UnpackOptions.defaults().withLimits(LARGEST_CHART, 50_000, 500).withOwners(false);

  private ChartCopy() {}

  /** Copies a chart, a directory or a packed one, and answers the copy's directory. */
  static Path make(Path chart, Path into, ClusterQuestions questions)
      throws IOException, HelmException {
    Path copy = Files.createDirectories(into);
    if (Files.isDirectory(chart)) {
      copy(chart.toRealPath(), copy);
    } else {
      unpack(chart, copy);
      copy = only(chart, copy);
    }
    prepare(copy, questions, 1);
    Path templates = Files.createDirectories(copy.resolve("templates"));
    Files.writeString(templates.resolve("_sealer.tpl"), questions.helper());
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException, HelmException {
    long[] bytes = {0};
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes is)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Path target = file.toRealPath();
            bytes[0] += Files.size(target);
            if (!target.startsWith(from)) {
              throw new OciException(
                  "%s leads out of the chart".formatted(from.relativize(file)),
                  "put the file itself into the chart");
            }
            if (Files.size(target) > LARGEST_FILE || bytes[0] > LARGEST_CHART) {
              throw new OciException(
                  "%s is too large for a chart".formatted(from.relativize(file)),
                  "leave it out: charts hold templates");
            }
            if (Files.isRegularFile(target)) {
              Files.copy(target, to.resolve(from.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void unpack(Path file, Path to) throws IOException, HelmException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      LayerReader.unpack(in, MediaTypes.LAYER_GZIP, to, LIMITS);
    } catch (OciException e) {
      throw new HelmException(
          "chart %s cannot be unpacked: %s".formatted(file.getFileName(), e.getMessage()),
          "it is damaged, or made to do harm; look into it with tar -tvf",
          e);
    }
  }

  private static Path only(Path file, Path directory) throws IOException, HelmException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> Files.exists(entry.resolve("Chart.yaml")))
          .findFirst()
          .orElseThrow(
              () ->
                  new HelmException(
                      "%s holds no chart".formatted(file.getFileName()),
                      "pack it with helm package"));
    }
  }

  private static void prepare(Path chart, ClusterQuestions questions, int depth)
      throws IOException, HelmException {
    if (depth > DEEPEST) {
      throw new HelmException(
          "charts lie more than %d deep in each other".formatted(DEEPEST),
          "a chart that holds itself? look at charts/");
    }
    changeTemplates(chart.resolve("templates"), questions);
    Path values = chart.resolve("values.yaml");
    if (Files.isRegularFile(values)) {
      ValuesTexts.change(values, questions::answered);
    }
    Path charts = chart.resolve("charts");
    for (Path below : entries(charts)) {
      if (below.getFileName().toString().endsWith(".tgz")) {
        Path part = Files.createDirectory(charts.resolve(".unpacked"));
        unpack(below, part);
        Path found = only(below, part);
        Files.delete(below);
        below = charts.resolve(below.getFileName().toString().replaceFirst("\\.tgz$", ""));
        Files.move(found, below);
        Trees.delete(part);
      }
      if (Files.isDirectory(below)) {
        prepare(below, questions, depth + 1);
      }
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }

  private static void changeTemplates(Path templates, ClusterQuestions questions)
      throws IOException {
    if (!Files.isDirectory(templates)) {
      return;
    }
    try (Stream<Path> all = Files.walk(templates)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        // One character per byte: whatever the file holds stays as it is.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String changed = questions.answered(text.replace(HELM_HOOK, HOOK));
        if (!changed.equals(text)) {
          Files.writeString(file, changed, StandardCharsets.ISO_8859_1);
        }
      }
    }
  }
}
