package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.node.api.NodeCommands;
import io.sealer.oci.Digest;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.files.Overlay;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The image's files in a directory, and above them those that the Clusterfile makes.
 *
 * @param manifest of the files
 * @param data directory of the cluster on the host
 * @param rootfs where the files go, below it
 * @param overlay what lies above them
 */
record UnpackRootfs(Digest manifest, String data, String rootfs, Overlay overlay)
    implements Asking {
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private static final String CHECK =
      """
      is_marked "$3" "$1" || { [ -d "$2" ] && echo "files of the image have changed" || echo "files of the image are not unpacked"; exit 0; }
      [ -d "$2" ] || echo "files of the image are missing"
      """;

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, step.inputs(), rootfs, step.name());
  }

  @Override
  public void run(StepContext at) throws HostException {
    at.ledger().record(LedgerEntry.of(Kind.TREE, data));
    StagedOverlay staged = StagedOverlay.of(at, data);
    var unpack = NodeCommands.defaults().unpack(manifest, Path.of(rootfs), staged.put(at, overlay));
    Scripts.prove(at, staged.used(at, "sealer-node unpack", unpack).withIdleTimeout(SILENCE));
  }
}
