package io.sealer.node.command;

import io.sealer.node.rootfs.Rootfs;
import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which files are to be where.
 *
 * @param manifest of the files
 * @param to the directory
 * @param overlay directory of files that lie above
 */
record Unpacking(Digest manifest, Path to, Optional<Path> overlay) {
  /** From options {@code --manifest}, {@code --to} and {@code --overlay}. */
  static Unpacking of(Arguments arguments) throws UsageException {
    return new Unpacking(
        arguments.digest("--manifest"),
        arguments.path("--to").toAbsolutePath().normalize(),
        arguments.optionalPath("--overlay"));
  }

  /** Brings it about with content of a store, and says whether anything changed. */
  void from(ContentStore store, Terminal terminal) throws IOException {
    boolean changed = new Rootfs(to).converge(store, manifest, overlay);
    terminal.tell((changed ? "unpacked " : "unchanged ") + manifest);
  }
}
