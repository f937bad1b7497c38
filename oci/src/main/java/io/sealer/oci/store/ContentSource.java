package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Content under its digest, to be read. Thread-safe. */
public interface ContentSource {
  /** Length in bytes of the content with this digest; empty when it is not here. */
  OptionalLong size(Digest digest) throws IOException;

  default boolean has(Digest digest) throws IOException {
    return size(digest).isPresent();
  }

  /**
   * Opens the content. Large content is not hashed again here: whoever lets it run or leave the
   * machine verifies what passes.
   *
   * @throws MissingContentException when it is not here
   */
  InputStream open(Digest digest) throws IOException;

  /**
   * Reads a manifest, index or configuration whole and verifies size and digest.
   *
   * @throws MissingContentException when it is not here
   * @throws CorruptContentException when it is not what the descriptor says, or larger than 4 MiB
   */
  byte[] read(Descriptor descriptor) throws IOException;
}
