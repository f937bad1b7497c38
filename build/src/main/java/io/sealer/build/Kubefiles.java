package io.sealer.build;

import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.KubefileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kubefiles on disk. */
final class Kubefiles {
  private Kubefiles() {}

  /**
   * Reads one.
   *
   * @throws KubefileException with all problems found
   */
  static Kubefile read(Path file) throws IOException, KubefileException {
    try (InputStream in = Files.newInputStream(file)) {
      return Kubefile.parse(
          String.valueOf(file.getFileName()), in.readNBytes(Kubefile.MOST_BYTES + 1));
    }
  }
}
