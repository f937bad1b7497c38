package io.sealer.cli.command;

import io.sealer.build.FindImages;
import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.discovery.Defect;
import io.sealer.build.discovery.Findings;
import io.sealer.build.job.BuildException;
import io.sealer.build.kubefile.KubefileException;
import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.FoundImages;
import io.sealer.cli.output.Json;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer find-images}. */
@Command(
    name = "find-images",
    description = {
      "List the container images that files or an image need, without building.",
      "Of a build context what its Kubefile takes, of another directory all YAML and charts, of an"
          + " image what it has locked. Charts are rendered with the values of the launch commands,"
          + " else with their own, for the Kubernetes that the Kubefile or a base image in the"
          + " local store names. Ends with 3 when something cannot be read."
    },
    footer = {
      "",
      "Example:",
      "  sealer find-images .",
      "  sealer find-images --why manifests/",
      "  sealer find-images shop:1.0 -o json"
    })
public final class FindImagesCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();
  @Mixin private final KubefileFlags kubefile = new KubefileFlags();
  @Mixin private final AcceptFlag accept = new AcceptFlag();

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH|IMAGE",
      defaultValue = ".",
      description = "A directory or file, else the name of an image; default this directory.")
  private String target = ".";

  @Option(names = "--why", description = "Say where each image is named.")
  private boolean why;

  /** A command in this context. */
  public FindImagesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, KubefileException, BuildException {
    Path path = Path.of(target);
    if (!Files.exists(path)) {
      print(locked());
      return ExitCode.OK;
    }
    Findings findings = find(path);
    print(FoundImages.of(findings));
    doubts(findings);
    findings.defects().forEach(defect -> context.console().warn(defect.toString()));
    return findings.defects().isEmpty() ? ExitCode.OK : ExitCode.FOUND;
  }

  private Findings find(Path path) throws IOException, KubefileException, BuildException {
    var search =
        new FindImages(
            new HelmRenderer(context.places().cache()),
            context.places().home().resolve("build"),
            accept.names(),
            this::labels);
    if (!Files.isDirectory(path)) {
      return search.inFile(path);
    }
    Path file = kubefile.in(path);
    if (Files.isRegularFile(file)) {
      return search.inBuild(path, file, kubefile.buildArgs());
    }
    if (kubefile.named().isPresent()) {
      throw new UsageException("there is no Kubefile at " + file);
    }
    return search.inDirectory(path);
  }

  /** Of a base image, if it was fetched before: this command asks no registry. */
  private Map<String, String> labels(Reference base) throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      Optional<Descriptor> here = store.resolve(base);
      if (here.isEmpty()) {
        return Map.of();
      }
      ClusterImage image = ClusterImages.read(store, here.get());
      return LocalImages.rootfs(base, image, Optional.empty()).config().labels();
    }
  }

  private FoundImages locked() throws IOException {
    Reference name;
    try {
      name = Reference.parse(target);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "'" + target + "' is no file or directory, and no image: " + e.getMessage());
    }
    var store = DiskStore.open(context.places().store());
    return FoundImages.of(ClusterImages.read(store, LocalImages.require(store, name)).lock());
  }

  private void print(FoundImages found) {
    if (output.json()) {
      context.console().print(Json.document(found));
      return;
    }
    for (FoundImages.Image image : found.images()) {
      context.console().print(image.name());
      places(image.sources());
    }
    for (FoundImages.Candidate candidate : found.candidates()) {
      context
          .console()
          .tell("may be an image (%s): %s".formatted(candidate.confidence(), candidate.name()));
      if (why) {
        candidate.sources().forEach(at -> context.console().tell("  " + place(at)));
      }
    }
    found.ignored().forEach(i -> context.console().tell("left out: " + i.name() + " " + i.rule()));
  }

  private void places(List<FoundImages.Source> sources) {
    if (why) {
      sources.forEach(source -> context.console().print("  " + place(source)));
    }
  }

  private static String place(FoundImages.Source source) {
    String line = source.line() > 0 ? ":" + source.line() : "";
    return source.file() + line + " (" + source.how() + ")";
  }

  private void doubts(Findings findings) {
    for (Defect note : findings.notes()) {
      context.console().warn(note.toString());
    }
  }
}
