package io.sealer.run.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * {@code ~/.kube/config}: written where there is none, or on request; removed only while it is what
 * was written.
 *
 * @param home the user's home directory
 */
public record UserKubeconfig(Path home) {
  private Path file() {
    return home.resolve(".kube/config");
  }

  /** Writes it when there is none; with {@code replace} an existing one is kept beside it. */
  public void write(Path kubeconfig, boolean replace) throws IOException {
    boolean exists = Files.exists(file());
    if (exists && (!replace || Files.mismatch(file(), kubeconfig) < 0)) {
      return;
    }
    Path directory = Files.createDirectories(home.resolve(".kube"));
    if (exists) {
      Files.copy(
          file(), directory.resolve("config.before-sealer"), StandardCopyOption.REPLACE_EXISTING);
    }
    Path part =
        Files.createTempFile(
            directory,
            ".config-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, Files.readString(kubeconfig));
    Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes it when it is the same as this cluster's. */
  public void remove(Path kubeconfig) throws IOException {
    boolean ours =
        Files.exists(kubeconfig) && Files.exists(file()) && Files.mismatch(file(), kubeconfig) < 0;
    if (ours) {
      Files.delete(file());
    }
  }
}
