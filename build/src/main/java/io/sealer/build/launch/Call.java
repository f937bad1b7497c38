package io.sealer.build.launch;

import java.util.List;
import java.util.Optional;

/** What a launch command does that needs container images. Paths are those of the image's root. */
public sealed interface Call {
  /** Where the command stands. */
  Place at();

  /**
   * A place of a command.
   *
   * @param file the Kubefile, or a script in the image
   * @param line from 1; 0 when not known, as of inherited commands
   * @param how a word for people: {@code CMDS}, {@code APPCMDS shop}
   */
  record Place(String file, int line, String how) {
    @Override
    public String toString() {
      return file + (line > 0 ? ":" + line : "") + ": " + how;
    }
  }

  /**
   * {@code helm install}, {@code upgrade} or {@code template}.
   *
   * @param chart a directory or archive in the image
   * @param namespace empty means {@code default}
   * @param values files of {@code -f} and {@code --values}, in order
   * @param sets {@code --set} and its kin, in order
   */
  record Helm(
      Place at,
      String release,
      String chart,
      Optional<String> namespace,
      List<String> values,
      List<Set> sets)
      implements Call {
    public Helm {
      values = List.copyOf(values);
      sets = List.copyOf(sets);
    }
  }

  /**
   * A value on the command line.
   *
   * @param flag {@code set}, {@code set-string}, {@code set-json} or {@code set-file}
   * @param text {@code key=value}, as Helm reads it
   */
  record Set(String flag, String text) {}

  /**
   * {@code kubectl apply}, {@code create} or {@code replace} of a file or directory.
   *
   * @param kustomize whether it is built as a kustomization
   * @param recursive whether directories below count
   */
  record Apply(Place at, String path, boolean kustomize, boolean recursive) implements Call {}

  /** An image that the command itself names, as {@code kubectl run --image} does. */
  record Image(Place at, String name) implements Call {}

  /** Something that is not in the image and would be asked for in the network. */
  record Remote(Place at, String address) implements Call {}
}
