package io.sealer.oci.store;

import io.sealer.oci.Digest;
import java.nio.file.Path;

/**
 * Where things lie in a store's directory (OCI image-layout.md). {@code incoming/}, {@code pins/}
 * and {@code locks/} are ours; other tools ignore them.
 */
record Layout(Path root) {
  Path blobs() {
    return root.resolve("blobs/sha256");
  }

  Path blob(Digest digest) {
    return blobs().resolve(digest.hex());
  }

  Path index() {
    return root.resolve("index.json");
  }

  Path marker() {
    return root.resolve("oci-layout");
  }

  Path incoming() {
    return root.resolve("incoming");
  }

  Path part(Digest digest) {
    return incoming().resolve(digest.hex() + ".part");
  }

  Path partLock(Digest digest) {
    return incoming().resolve(digest.hex() + ".lock");
  }

  /** Indexes whose content stays, complete or not; ours too. */
  Path pins() {
    return root.resolve("pins");
  }

  Path pin(String name) {
    return pins().resolve(name + ".json");
  }

  /** Damaged content that was laid aside. */
  Path quarantine() {
    return root.resolve("quarantine");
  }

  Path locks() {
    return root.resolve("locks");
  }

  /** Held exclusively while names change. */
  Path indexLock() {
    return locks().resolve("names");
  }

  /** Held shared while content becomes visible or is found, exclusively by prune. */
  Path pruneLock() {
    return locks().resolve("prune");
  }
}
