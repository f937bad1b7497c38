package io.sealer.cli.command;

import io.sealer.cli.output.Human;
import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.DeltaPull;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer pull}. */
@Command(
    name = "pull",
    description =
        "Fetch an image from its registry into the local store; a broken pull continues where it"
            + " stopped.",
    footer = {"", "Example:", "  sealer pull registry.example.com/site/shop:1.0"})
public final class PullCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final RegistryFlags registry = new RegistryFlags();

  @Parameters(paramLabel = "IMAGE", description = "Name of the image, with its registry.")
  private Reference image = Reference.parse("none");

  @Option(
      names = "--platform",
      split = ",",
      paramLabel = "OS/ARCH",
      description = "Fetch these platforms only; default all.")
  private List<Platform> platforms = List.of();

  /** A command in this context. */
  public PullCommand(Context context) {
    this.context = context;
  }

  @Option(
      names = "--no-delta",
      description = "Do not look for deltas on top of what is here; fetch missing blobs whole.")
  private boolean noDelta;

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store());
        RegistryClient client = registry.client(context);
        var progress = new TransferProgress(context.console(), "pulled")) {
      if (!noDelta && platforms.isEmpty() && !store.names().isEmpty()) {
        deltas(client, store, progress);
      }
      Descriptor descriptor =
          new ImagePuller(client).pull(image, store, new PullOptions(platforms, false), progress);
      store.tag(image, descriptor);
      progress.finished();
      context.console().print(image.pinnedTo(descriptor.digest()).toString());
    }
    return 0;
  }

  /** A delta only saves time: whatever is wrong with it, the image is pulled without it. */
  private void deltas(RegistryClient client, DiskStore store, Progress progress)
      throws IOException {
    try {
      DeltaPull.Result result = new DeltaPull(client, store, progress).run(image);
      if (result.layers() > 0) {
        context
            .console()
            .tell(
                "%d layers from a delta, saving %s"
                    .formatted(result.layers(), Human.bytes(result.saved())));
      }
    } catch (OciException e) {
      context.console().warn("delta not used: " + e.getMessage());
    }
  }
}
