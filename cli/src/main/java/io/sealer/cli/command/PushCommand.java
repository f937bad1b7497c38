package io.sealer.cli.command;

import io.sealer.cli.output.Human;
import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.ImagePusher;
import io.sealer.oci.registry.PushOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.ImageStore;
import io.sealer.share.delta.Delta;
import io.sealer.share.delta.DeltaArtifact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer push}. */
@Command(
    name = "push",
    description = "Send an image to a registry; what is there already is not sent.",
    footer = {
      "",
      "Example:",
      "  sealer push shop:1.0 registry.example.com/site/shop:1.0",
      "  sealer push shop:1.1 registry.example.com/site/shop:1.1 --delta-base shop:1.0"
    })
public final class PushCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final RegistryFlags registry = new RegistryFlags();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "A name in the local store.")
  private Reference image = Reference.parse("none");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TARGET",
      description = "Name at the registry; default the same.")
  private Optional<Reference> target = Optional.empty();

  /** A command in this context. */
  public PushCommand(Context context) {
    this.context = context;
  }

  @Option(
      names = "--delta-base",
      paramLabel = "IMAGE",
      split = ",",
      description = {
        "Attach a delta on top of these images: who has them pulls only the chunks that they lack."
      })
  private List<Reference> bases = List.of();

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      return push(store);
    }
  }

  private int push(DiskStore store) throws IOException {
    Descriptor descriptor = LocalImages.require(store, image);
    var deltaBases = new ArrayList<Delta.Base>();
    for (Reference base : bases) {
      deltaBases.add(new Delta.Base(base, LocalImages.require(store, base)));
    }
    try (RegistryClient client = registry.client(context);
        var progress = new TransferProgress(context.console(), "pushed")) {
      // What the registry has under other names of ours needs no sending.
      List<Reference> mountable = store.names().stream().map(ImageStore.Named::name).toList();
      PushOptions options = PushOptions.DEFAULT.withMountFrom(mountable);
      Reference pushed =
          new ImagePusher(client).push(descriptor, store, target.orElse(image), options, progress);
      if (!deltaBases.isEmpty()) {
        context.console().tell("comparing layers with what the bases have");
        DeltaArtifact.Pushed delta =
            DeltaArtifact.push(client, store, pushed, descriptor, deltaBases, progress);
        context
            .console()
            .tell("delta: %d layers, %s".formatted(delta.layers(), Human.bytes(delta.bytes())));
      }
      progress.finished();
      context.console().print(pushed.toString());
    }
    return 0;
  }
}
