package io.sealer.cli.command;

import io.sealer.cli.output.Human;
import io.sealer.cli.output.ImageRow;
import io.sealer.cli.output.Json;
import io.sealer.cli.output.Table;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealer images}. */
@Command(
    name = "images",
    description = "List the images in the local store, with their own and shared sizes.",
    footer = {"", "Example:", "  sealer images -o json"})
public final class ImagesCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print names only.")
  private boolean quiet;

  /** A command in this context. */
  public ImagesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<ImageRow> rows = ImageRow.all(DiskStore.open(context.places().store()));
    if (output.json()) {
      context.console().print(Json.document(rows));
    } else if (quiet) {
      rows.forEach(row -> context.console().print(row.name()));
    } else {
      table(rows).lines().forEach(context.console()::print);
    }
    return 0;
  }

  private static Table table(List<ImageRow> rows) {
    var table = new Table("NAME", "DIGEST", "TYPE", "PLATFORMS", "SIZE", "OWN", "CREATED");
    for (ImageRow row : rows) {
      table.row(
          row.name(),
          row.digest().substring("sha256:".length(), "sha256:".length() + 12),
          row.type(),
          String.join(",", row.platforms()),
          Human.bytes(row.size()),
          Human.bytes(row.ownSize()),
          created(row));
    }
    return table;
  }

  /**
   * Builds write 1970 unless they are given a time, so that the same input gives the same digest.
   */
  private static String created(ImageRow row) {
    boolean unknown = row.created().isEmpty() || Instant.parse(row.created()).equals(Instant.EPOCH);
    return unknown ? "-" : row.created();
  }
}
