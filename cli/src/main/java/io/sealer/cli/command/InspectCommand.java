package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.Human;
import io.sealer.cli.output.ImageDocument;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.Table;
import io.sealer.cli.output.WhyDocument;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer inspect}. */
@Command(
    name = "inspect",
    description =
        "Show what an image holds: applications, what it launches, labels, workload images and"
            + " where they are named, layers.",
    footer = {
      "",
      "Example:",
      "  sealer inspect shop:1.0 -o json",
      "  sealer inspect shop:1.0 --why nginx:1.25"
    })
public final class InspectCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(paramLabel = "IMAGE", description = "A name in the local store.")
  private Reference image = Reference.parse("none");

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Show the files of this platform; default this machine's, else the first.")
  private Optional<Platform> platform = Optional.empty();

  @Option(
      names = "--why",
      paramLabel = "NAME",
      description = "Say where this workload image is named, and its digest.")
  private Optional<Reference> why = Optional.empty();

  /** A command in this context. */
  public InspectCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    var store = DiskStore.open(context.places().store());
    ClusterImage found = ClusterImages.read(store, LocalImages.require(store, image));
    if (why.isPresent()) {
      why(WhyDocument.of(found.lock(), why.get()));
      return 0;
    }
    ImageDocument document =
        ImageDocument.of(image, found, LocalImages.rootfs(image, found, platform), store);
    if (output.json()) {
      context.console().print(Json.document(document));
    } else {
      new Text(context.console()).print(document);
    }
    return 0;
  }

  private void why(WhyDocument reason) {
    if (output.json()) {
      context.console().print(Json.document(reason));
      return;
    }
    context.console().print(reason.name() + " " + reason.digest());
    reason.places().forEach(place -> context.console().print("  " + place));
  }

  /** The document for people. */
  private record Text(Console console) {
    void print(ImageDocument image) {
      console.print("Name:       " + image.name());
      console.print("Digest:     " + image.digest());
      console.print("Type:       " + image.type());
      console.print("Platforms:  " + String.join(", ", image.platforms()));
      if (!image.parent().isEmpty()) {
        console.print("Parent:     " + image.parent());
      }
      if (!image.kubeVersion().isEmpty()) {
        console.print("Kubernetes: " + image.kubeVersion());
      }
      map("Labels", image.labels());
      map("Environment", image.env());
      apps(image);
      workloads(image);
      layers(image);
    }

    private void map(String title, Map<String, String> values) {
      if (!values.isEmpty()) {
        console.print(title + ":");
        values.forEach((key, value) -> console.print("  " + key + "=" + value));
      }
    }

    private void apps(ImageDocument image) {
      if (!image.apps().isEmpty()) {
        var table = new Table("NAME", "TYPE", "FILES", "COMMANDS");
        image
            .apps()
            .forEach(
                app ->
                    table.row(
                        app.name(),
                        app.type(),
                        String.join(" ", app.files()),
                        String.join("; ", app.cmds())));
        section("Applications", table);
      }
      if (!image.launch().apps().isEmpty()) {
        console.print("Launch:     " + String.join(", ", image.launch().apps()));
      }
      if (!image.launch().cmds().isEmpty()) {
        console.print("Launch:");
        image.launch().cmds().forEach(cmd -> console.print("  " + cmd));
      }
    }

    private void workloads(ImageDocument image) {
      if (!image.workloadImages().isEmpty()) {
        var table = new Table("NAME", "DIGEST", "SIZE", "FOUND IN");
        image
            .workloadImages()
            .forEach(
                workload ->
                    table.row(
                        workload.name(),
                        workload.digest().substring(7, 19),
                        Human.bytes(workload.size()),
                        workload.sources().stream()
                            .map(
                                source ->
                                    source.file() + (source.line() > 0 ? ":" + source.line() : ""))
                            .collect(Collectors.joining(" "))));
        section("Workload images", table);
      }
    }

    private void layers(ImageDocument image) {
      var table = new Table("DIGEST", "SIZE", "CREATED BY");
      image
          .layers()
          .forEach(
              layer ->
                  table.row(
                      layer.digest().substring(7, 19),
                      Human.bytes(layer.size()),
                      layer.createdBy()));
      section("Layers", table);
    }

    private void section(String title, Table table) {
      console.print(title + ":");
      table.lines().forEach(line -> console.print("  " + line));
    }
  }
}
