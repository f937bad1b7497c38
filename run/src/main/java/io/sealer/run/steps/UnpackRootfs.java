package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.node.api.NodeCommands;
import io.sealer.oci.Digest;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The image's files in a directory.
 *
 * @param manifest of the files
 * @param data directory of the cluster on the host
 * @param rootfs where the files go, below it
 */
record UnpackRootfs(Digest manifest, String data, String rootfs) implements Work {
  private static final String CHECK =
      """
      is_marked "$3" "$1" || { echo "files of the image are not unpacked"; exit 0; }
      [ -d "$2" ] || echo "files of the image are missing"
      """;

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    return Scripts.reason(at, CHECK, at.step().inputs(), rootfs, at.step().name());
  }

  @Override
  public void run(StepContext at) throws HostException {
    at.ledger().record(LedgerEntry.of(Kind.TREE, data));
    Scripts.run(at, "make the directory", "mkdir -p \"$1\"", data);
    Command unpack =
        Command.of(NodeCommands.defaults().unpack(manifest, Path.of(rootfs), Optional.empty()))
            .named("sealer-node unpack")
            .withIdleTimeout(Duration.ofMinutes(10));
    at.session().run(unpack);
    Scripts.mark(at);
  }
}
