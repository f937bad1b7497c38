package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.run.engine.StepContext;
import io.sealer.run.files.Overlay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files that lie above an image's, in a directory of their own until they are put there.
 *
 * @param data the cluster's directory on the host
 * @param directory of the files, below it
 */
record StagedOverlay(String data, String directory) {
  /** Their content may be secret: only root looks into the directory. */
  private static final String STAGE =
      """
      rm -rf "$1"
      mkdir -m 0700 "$1"
      tar -xf "$2" -C "$1" --no-same-owner
      rm -f "$2"
      """;

  /** What was staged is no longer needed afterwards; the rest of the arguments uses it. */
  private static final String USE =
      """
      mkdir -p "$1"
      staged=$2
      shift 2
      "$@"
      rm -rf "$staged" "$staged.tar"
      """;

  /** That of a step, in the cluster's directory. */
  static StagedOverlay of(StepContext at, String data) {
    return new StagedOverlay(data, data + "/.overlay-" + at.step().name());
  }

  /** Brings the files to the host; the directory, or empty when there are none. */
  Optional<Path> put(StepContext at, Overlay overlay) throws HostException {
    if (overlay.isEmpty()) {
      return Optional.empty();
    }
    RemoteFile tar = RemoteFile.of(directory + ".tar").secret();
    at.session().put(FileContent.of(overlay.tar()), tar);
    Scripts.run(at, "unpack changed files", STAGE, directory, tar.path());
    return Optional.of(Path.of(directory));
  }

  /** A command that unpacks what was staged, removes it and marks the step as done. */
  Command used(StepContext at, String shown, List<String> unpack) {
    var arguments = new ArrayList<>(List.of(data, directory));
    arguments.addAll(unpack);
    return Scripts.marking(at, shown, USE, arguments.toArray(String[]::new));
  }
}
