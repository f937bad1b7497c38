package io.sealer.build;

import io.sealer.build.chart.ChartRenderer;
import io.sealer.build.chart.ImageTree;
import io.sealer.build.closure.KubeVersions;
import io.sealer.build.closure.LaunchScan;
import io.sealer.build.closure.Launchables;
import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.discovery.Defect;
import io.sealer.build.discovery.Discovery;
import io.sealer.build.discovery.Findings;
import io.sealer.build.discovery.ImageRules;
import io.sealer.build.execute.CopiedFiles;
import io.sealer.build.execute.Scratch;
import io.sealer.build.job.BuildException;
import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.KubefileException;
import io.sealer.oci.Reference;
import io.sealer.oci.image.Extension.Launch;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the workload images that files need, without building and without a registry. Places are
 * told relative to the directory. What commands would make, other images hold and archives contain
 * is not looked at.
 */
public final class FindImages {
  private final ChartRenderer renderer;
  private final Path work;
  private final List<String> accept;
  private final Labels labels;

  /** Labels of images that are here already. */
  @FunctionalInterface
  public interface Labels {
    /** Of one image; empty when it is not here. */
    Map<String, String> of(Reference image) throws IOException;
  }

  /**
   * A search.
   *
   * @param work directory for work in progress
   * @param accept names or patterns of candidates that are images
   * @param labels of base images: they may say for which Kubernetes charts are rendered
   */
  public FindImages(ChartRenderer renderer, Path work, List<String> accept, Labels labels) {
    this.renderer = renderer;
    this.work = work;
    this.accept = List.copyOf(accept);
    this.labels = labels;
  }

  /** A search that takes no candidates but those of the context's rules, and has no base images. */
  public FindImages(ChartRenderer renderer, Path work) {
    this(renderer, work, List.of(), _ -> Map.of());
  }

  /**
   * In what a Kubefile takes from its context, as its build would.
   *
   * @param buildArgs values for ARG
   * @throws KubefileException when the Kubefile cannot be understood
   * @throws BuildException when a source is not there
   */
  public Findings inBuild(Path directory, Path kubefile, Map<String, String> buildArgs)
      throws IOException, KubefileException, BuildException {
    String name = String.valueOf(kubefile.getFileName());
    Kubefile parsed = Kubefiles.read(kubefile);
    BuildContext context = BuildContext.read(directory);
    Map<String, Entry> copied =
        CopiedFiles.of(parsed, name, context, buildArgs, work.resolve("downloads"));
    var commands =
        Launchables.of(
            name, parsed, CopiedFiles.applications(parsed, copied), launch(parsed), Map.of());
    return scan(
        tree(copied, context.root()),
        commands,
        ImageRules.read(context.root()).accepting(accept),
        KubeVersions.of(ToldLabels.of(parsed, buildArgs, labels)));
  }

  private static Launch launch(Kubefile kubefile) {
    var apps = new ArrayList<String>();
    var cmds = new ArrayList<String>();
    for (Instruction instruction : kubefile.instructions()) {
      switch (instruction) {
        case Instruction.From _ -> {
          apps.clear();
          cmds.clear();
        }
        case Instruction.Launch launch -> apps.addAll(launch.apps());
        case Instruction.Cmds list -> cmds.addAll(list.cmds());
        case Instruction.Cmd cmd -> cmds.add(cmd.cmd());
        default -> {}
      }
    }
    return new Launch(apps, cmds);
  }

  /** In every YAML and JSON file, chart and {@code imageList} below a directory. */
  public Findings inDirectory(Path directory) throws IOException {
    BuildContext context = BuildContext.read(directory);
    var files = new TreeMap<String, Entry>();
    // Below this name every YAML file is of interest.
    context.all().forEach(entry -> files.put("manifests/" + entry.path(), entry));
    return scan(
            tree(files, context.root()),
            new Launchables(List.of(), List.of()),
            ImageRules.read(context.root()).accepting(accept),
            Optional.empty())
        .withDefects(
            context.unreadable().stream()
                .map(path -> new Defect(path, 0, "cannot be read: make it readable"))
                .toList());
  }

  private Findings scan(
      ImageTree tree, Launchables commands, ImageRules rules, Optional<String> kubeVersion)
      throws IOException {
    try (Scratch scratch = Scratch.in(work)) {
      return LaunchScan.of(tree, commands, rules, renderer, kubeVersion, scratch.directory()).all();
    }
  }

  private static ImageTree tree(Map<String, Entry> files, Path root) throws IOException {
    var tree = new TreeMap<String, ImageTree.At>();
    var links = new TreeMap<String, String>();
    for (Map.Entry<String, Entry> file : files.entrySet()) {
      String path = file.getKey();
      Entry entry = file.getValue();
      if (entry.kind() == Entry.Kind.LINK) {
        links.put(path, Files.readSymbolicLink(entry.file()).toString());
      } else if (entry.kind() == Entry.Kind.FILE && Discovery.isKept(path)) {
        // A here-document lies nowhere in the context; it is known by its place in the image.
        String shownAs =
            entry.file().startsWith(root) ? root.relativize(entry.file()).toString() : path;
        tree.put(path, new ImageTree.At(entry.file(), shownAs));
      }
    }
    return new ImageTree(tree, links);
  }

  /**
   * In one file, which is read as its name says.
   *
   * @throws FileSystemException when it is no file, or none in which there could be images
   */
  public Findings inFile(Path file) throws IOException {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(name, null, "is a socket, pipe or device");
    }
    if (name.endsWith(".tgz")) {
      return scan(
          new ImageTree(Map.of("charts/" + file.getFileName(), new ImageTree.At(file, name))),
          new Launchables(List.of(), List.of()),
          ImageRules.none().accepting(accept),
          Optional.empty());
    }
    if (!Discovery.isRead(name)) {
      throw new FileSystemException(
          name, null, "is no YAML or JSON, no imageList and no packed chart, by its name");
    }
    var discovery = new Discovery(ImageRules.none().accepting(accept));
    discovery.offer(file.toString(), file.toString(), () -> Files.newInputStream(file));
    return discovery.findings();
  }
}
