package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  /** Their content may be secret: only root looks into the directory. */
  private static final String STAGE =
      """
      rm -rf "$1"
      mkdir -m 0700 "$1"
      tar -xf "$2" -C "$1" --no-same-owner
      rm -f "$2"
      """;

  /** What was sent is no longer needed afterwards; the rest of the arguments unpacks. */
  private static final String UNPACK =
      """
      mkdir -p "$1"
      staged=$2
      shift 2
      "$@"
      rm -rf "$staged" "$staged.tar"
      """;

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
    Optional<Path> above = overlay.isEmpty() ? Optional.empty() : Optional.of(stage(at));
    var arguments = new ArrayList<>(List.of(data, staged(at)));
    arguments.addAll(NodeCommands.defaults().unpack(manifest, Path.of(rootfs), above));
    Command unpack =
        Scripts.marking(at, "sealer-node unpack", UNPACK, arguments.toArray(String[]::new));
    at.session().run(unpack.withIdleTimeout(SILENCE));
  }

  private String staged(StepContext at) {
    return data + "/.overlay-" + at.step().name();
  }

  private Path stage(StepContext at) throws HostException {
    String directory = staged(at);
    RemoteFile tar = RemoteFile.of(directory + ".tar").secret();
    at.session().put(FileContent.of(overlay.tar()), tar);
    Scripts.run(at, "unpack changed files", STAGE, directory, tar.path());
    return Path.of(directory);
  }
}
