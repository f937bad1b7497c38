package io.sealer.node.command;

import io.sealer.node.api.NamesTable;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;

/**
 * Removes the names of an image, if there are any, and all content that nothing needs. Not to be
 * called while content of an image comes in whose names are not here yet.
 */
public final class Forget implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    arguments.allow("--store", "--image");
    var image = arguments.digest("--image");
    try (DiskStore store = DiskStore.open(arguments.path("--store"))) {
      store.pins().remove(NamesTable.pin(image));
      terminal.tell("freed " + store.prune());
    }
  }
}
