package io.sealer.cli.command;

import io.sealer.cli.output.Human;
import io.sealer.cli.output.Json;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.diff.Changes;
import io.sealer.share.diff.ImageDiff;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer diff}. */
@Command(
    name = "diff",
    description = {
      "Show what differs between two images: files, applications, workload images, and how many"
          + " bytes bring a site from the first to the second: all, missing blobs, missing chunks."
    },
    footer = {"", "Example:", "  sealer diff shop:1.0 shop:1.1"})
public final class DiffCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A name in the local store.")
  private Reference before = Reference.parse("none");

  @Parameters(index = "1", paramLabel = "AFTER", description = "A name in the local store.")
  private Reference after = Reference.parse("none");

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The files of this platform; default this machine's, else the first.")
  private Optional<Platform> platform = Optional.empty();

  /** A command in this context. */
  public DiffCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      ImageDiff diff = ImageDiff.of(store, side(store, before), side(store, after));
      if (output.json()) {
        context.console().print(Json.document(diff));
      } else {
        print(diff);
      }
      return 0;
    }
  }

  private ImageDiff.Side side(DiskStore store, Reference name) throws IOException {
    ClusterImage image = ClusterImages.read(store, LocalImages.require(store, name));
    return new ImageDiff.Side(name, image, LocalImages.rootfs(name, image, platform));
  }

  private void print(ImageDiff diff) {
    print("Files", diff.files());
    print("Applications", diff.apps());
    print("Workload images", diff.workloadImages());
    context
        .console()
        .print(
            "To move:    all "
                + Human.bytes(diff.bytes().full())
                + ", missing blobs "
                + Human.bytes(diff.bytes().blobs())
                + ", missing chunks "
                + Human.bytes(diff.bytes().chunks()));
  }

  private void print(String title, Changes changes) {
    if (changes.none()) {
      context.console().print(title + ": the same");
      return;
    }
    context.console().print(title + ":");
    changes.added().forEach(name -> context.console().print("  + " + name));
    changes.removed().forEach(name -> context.console().print("  - " + name));
    changes.changed().forEach(name -> context.console().print("  ~ " + name));
  }
}
