package io.sealer.build;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildRequest.LockFileUse;
import io.sealer.build.workload.LocalImages;
import io.sealer.build.workload.LockFile;
import io.sealer.oci.image.ImageLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps a build to its lock file, or the file to the build. */
final class Locking {
  private final Path file;
  private final LockFileUse use;
  private final Optional<LockFile> before;

  /**
   * Reads the lock file.
   *
   * @throws BuildException when it is required and there is none, or is malformed
   */
  Locking(BuildRequest request) throws IOException, BuildException {
    this.file = LockFile.of(request.kubefile());
    this.use = request.options().lockFile();
    this.before = use == LockFileUse.WRITE ? Optional.empty() : LockFile.read(file);
    if (use == LockFileUse.REQUIRE && before.isEmpty()) {
      throw new BuildException(
          "there is no " + file + " to keep to", "write it with 'sealer build --lock'");
    }
  }

  /** The lock that must be kept to, if one must. */
  Optional<LockFile> required() {
    return use == LockFileUse.REQUIRE ? before : Optional.empty();
  }

  /** What the store has of other digests must not be taken. */
  LocalImages limit(LocalImages local) {
    Optional<LockFile> lock = required();
    return lock.isPresent() ? local.requiring(lock.get().digests()) : local;
  }

  void check(ImageLock lock) throws BuildException {
    if (required().isPresent()) {
      required().get().require(lock);
    }
  }

  /** Brings the file up to date, when it is to be. */
  void write(ImageLock lock, BuildListener listener) throws IOException {
    before
        .filter(_ -> use == LockFileUse.UPDATE)
        .ifPresent(
            old ->
                old.differences(lock)
                    .forEach(change -> listener.warning(file.getFileName() + ": " + change)));
    if (use == LockFileUse.WRITE || (use == LockFileUse.UPDATE && before.isPresent())) {
      LockFile.write(file, lock);
    }
  }
}
