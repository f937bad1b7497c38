package io.sealer.node.command;

import io.sealer.oci.store.DiskStore;
import java.io.IOException;

/** Lets a directory have the files of a rootfs manifest. */
public final class Unpack implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    arguments.allow("--store", "--manifest", "--to", "--overlay");
    Unpacking unpacking = Unpacking.of(arguments);
    try (DiskStore store = DiskStore.open(arguments.path("--store"))) {
      unpacking.from(store, terminal);
    }
  }
}
