package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** What a name stands for without asking its registry. */
final class LocalRoot {
  private LocalRoot() {}

  /** A pinned name needs no registry when its manifest is here; offline any known name does. */
  static Optional<Descriptor> find(Reference name, ContentStore store, boolean offline)
      throws IOException {
    Optional<Descriptor> found = name.digest().isPresent() ? pinned(name, store) : Optional.empty();
    if (found.isEmpty() && offline) {
      Optional<Descriptor> named =
          store instanceof ImageStore images ? images.resolve(name) : Optional.empty();
      return Optional.of(named.orElseThrow(() -> missing(name)));
    }
    return found;
  }

  private static Optional<Descriptor> pinned(Reference name, ContentStore store)
      throws IOException {
    Digest digest = name.digest().orElseThrow();
    if (!store.has(digest)) {
      return Optional.empty();
    }
    try (InputStream in = store.open(digest)) {
      byte[] content = in.readNBytes(OciJson.LIMIT + 1);
      if (!Digest.of(content).equals(digest)) {
        throw new CorruptContentException("content " + digest + " in the store is damaged");
      }
      return Optional.of(Descriptor.of(ManifestType.of("", content), content));
    }
  }

  private static OciException missing(Reference name) {
    return new OciException(
        name + " is not in the local store, and no registry may be asked",
        "pull it while there is a network, or load it from a file");
  }
}
