package io.sealer.build.job;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.util.List;

/** Brings images from registries into the store. Thread-safe. */
@FunctionalInterface
public interface ImageFetcher {
  /**
   * Brings an image, of an index only these platforms; answers what the registry answers for the
   * name.
   */
  Descriptor fetch(Reference name, List<Platform> platforms, ContentStore store) throws IOException;
}
