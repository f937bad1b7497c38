package io.sealer.share.registry;

import io.sealer.oci.Digest;
import io.sealer.share.serve.Repository;
import java.nio.file.Path;

/**
 * Where things lie in the data directory. A component of a repository's path begins with a letter
 * or digit, so what begins with an underscore is ours and repositories can be nested.
 */
record DataLayout(Path root) {
  /** Content of whatever kind: {@code blobs/sha256/ab/abcd…}. */
  Path blob(Digest digest) {
    String hex = digest.hex();
    return blobs().resolve("sha256").resolve(hex.substring(0, 2)).resolve(hex);
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Path repositories() {
    return root.resolve("repositories");
  }

  Path repository(Repository repository) {
    return repositories().resolve(repository.path());
  }

  /** Empty file: this repository has the blob. */
  Path blobLink(Repository repository, Digest digest) {
    return repository(repository).resolve("_blobs").resolve(digest.hex());
  }

  /** File with the media type: this repository has the manifest. */
  Path manifestLink(Repository repository, Digest digest) {
    return repository(repository).resolve("_manifests").resolve(digest.hex());
  }

  /** File with the digest that the tag stands for. */
  Path tag(Repository repository, String tag) {
    return repository(repository).resolve("_tags").resolve(tag);
  }
}
