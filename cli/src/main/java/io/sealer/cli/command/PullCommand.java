package io.sealer.cli.command;

import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.DiskStore;
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
        "Fetch an image from its registry into the local store; a broken pull continues where it stopped.",
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

  @Override
  public Integer call() throws IOException {
    var store = DiskStore.open(context.places().store());
    try (RegistryClient client = registry.client(context);
        var progress = new TransferProgress(context.console(), "pulled")) {
      Descriptor descriptor =
          new ImagePuller(client).pull(image, store, new PullOptions(platforms, false), progress);
      store.tag(image, descriptor);
      progress.finished();
      context.console().print(image.pinnedTo(descriptor.digest()).toString());
    }
    return 0;
  }
}
