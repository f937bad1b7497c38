package io.sealer.cli.command;

import io.sealer.cli.output.HistoryDocument;
import io.sealer.cli.output.Human;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.Table;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer history}. */
@Command(
    name = "history",
    description = "Show what made each layer of an image, the first instruction first.",
    footer = {"", "Example:", "  sealer history shop:1.0"})
public final class HistoryCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(paramLabel = "IMAGE", description = "A name in the local store.")
  private Reference image = Reference.parse("none");

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The layers of this platform; default this machine's, else the first.")
  private Optional<Platform> platform = Optional.empty();

  /** A command in this context. */
  public HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      var found = ClusterImages.read(store, LocalImages.require(store, image));
      HistoryDocument document =
          HistoryDocument.of(image, LocalImages.rootfs(image, found, platform));
      if (output.json()) {
        context.console().print(Json.document(document));
      } else {
        table(document).lines().forEach(context.console()::print);
      }
      return 0;
    }
  }

  private static Table table(HistoryDocument document) {
    var table = new Table("LAYER", "SIZE", "CREATED BY");
    for (HistoryDocument.Entry entry : document.history()) {
      table.row(
          entry.digest().isEmpty() ? "-" : entry.digest().substring(7, 19),
          entry.digest().isEmpty() ? "-" : Human.bytes(entry.size()),
          entry.createdBy());
    }
    return table;
  }
}
