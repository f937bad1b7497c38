package io.sealer.cli.command;

import io.sealer.cli.output.Human;
import io.sealer.cli.output.Json;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.Pruned;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer prune}. */
@Command(
    name = "prune",
    description = "Remove content that no image needs, and downloads that were given up a day ago.",
    footer = {"", "Example:", "  sealer prune --dry-run"})
public final class PruneCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--dry-run", description = "Only tell what would be freed.")
  private boolean dryRun;

  /** A command in this context. */
  public PruneCommand(Context context) {
    this.context = context;
  }

  private record Document(boolean dryRun, int blobs, long bytes) {}

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      Pruned planned = store.prunable(List.of());
      Document document =
          new Document(dryRun, planned.blobs(), dryRun ? planned.bytes() : store.prune());
      if (output.json()) {
        context.console().print(Json.document(document));
      } else {
        String verb = dryRun ? "would free " : "freed ";
        context
            .console()
            .print(verb + Human.bytes(document.bytes()) + " (" + document.blobs() + " blobs)");
      }
      return 0;
    }
  }
}
