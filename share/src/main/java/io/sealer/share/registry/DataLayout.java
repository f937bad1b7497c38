package io.sealer.share.registry;

import io.sealer.oci.Digest;
import io.sealer.share.serve.Repository;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things lie in the data directory. A component of a repository's path begins with a letter
 * or digit, so what begins with an underscore is ours and repositories can be nested.
 */
record DataLayout(Path root) {
  static final String BLOBS = "_blobs";
  static final String MANIFESTS = "_manifests";
  static final String TAGS = "_tags";
  private static final String REFERRERS = "_referrers";

  /** Content of whatever kind: {@code blobs/sha256/ab/abcd…}. */
  Path blob(Digest digest) {
    String hex = digest.hex();
    return blobs().resolve(digest.algorithm()).resolve(hex.substring(0, 2)).resolve(hex);
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  /** Blobs on their way: {@code uploads/ID/data}, {@code uploads/ID/repository}. */
  Path uploads() {
    return root.resolve("uploads");
  }

  /** Small files before they are renamed to where they belong. */
  Path temporary() {
    return root.resolve("tmp");
  }

  /** Held shared while something becomes visible, exclusively while garbage is removed. */
  Path lock() {
    return root.resolve("lock");
  }

  Path repositories() {
    return root.resolve("repositories");
  }

  Path repository(Repository repository) {
    return repositories().resolve(repository.path());
  }

  /** Empty file: this repository has the blob. */
  Path blobLink(Repository repository, Digest digest) {
    return repository(repository).resolve(BLOBS).resolve(name(digest));
  }

  /** File with the media type: this repository has the manifest. */
  Path manifestLink(Repository repository, Digest digest) {
    return repository(repository).resolve(MANIFESTS).resolve(name(digest));
  }

  /** File with the digest that the tag stands for. */
  Path tag(Repository repository, String tag) {
    return repository(repository).resolve(TAGS).resolve(tag);
  }

  /** Directory with a file for each manifest whose subject is this one. */
  Path referrers(Repository repository, Digest subject) {
    return repository(repository).resolve(REFERRERS).resolve(name(subject));
  }

  Path referrer(Repository repository, Digest subject, Digest digest) {
    return referrers(repository, subject).resolve(name(digest));
  }

  static String name(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }

  /** The digest of a file that {@link #name} named. */
  static Optional<Digest> digest(Path file) {
    try {
      return Optional.of(
          Digest.parseAny(String.valueOf(file.getFileName()).replaceFirst("-", ":")));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
