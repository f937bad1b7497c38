package io.sealer.node.command;

import io.sealer.node.rootfs.Rootfs;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;

/** Lets a directory have the files of a rootfs manifest. */
public final class Unpack implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    arguments.allow("--store", "--manifest", "--to", "--overlay");
    var manifest = arguments.digest("--manifest");
    var rootfs = new Rootfs(arguments.path("--to").toAbsolutePath().normalize());
    try (DiskStore store = DiskStore.open(arguments.path("--store"))) {
      boolean changed = rootfs.converge(store, manifest, arguments.optionalPath("--overlay"));
      terminal.tell((changed ? "unpacked " : "unchanged ") + manifest);
    }
  }
}
