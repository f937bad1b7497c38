package io.sealer.node.command;

import io.sealer.node.api.NamesTable;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;

/**
 * Reads a names table and replaces the one of the same image; the running agent sees it at once.
 */
public final class Names implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    var path = arguments.allow("--store").path("--store");
    var table = NamesTable.parse(terminal.in().readNBytes(OciJson.LIMIT + 1));
    try (DiskStore store = DiskStore.open(path)) {
      store.pins().put(NamesTable.pin(table.image()), table.toIndex());
    }
    terminal.tell("names " + table.names().size());
  }
}
