package io.sealer.share.flight;

import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.util.OptionalLong;

/** Knows who may have a content, and brings it. Thread-safe. */
public interface Carrier {
  /**
   * Length of a content in bytes; empty when nobody has it.
   *
   * @throws IOException when nobody has it and somebody could not be asked
   */
  OptionalLong size(Digest digest) throws IOException;

  /**
   * Brings the flight's content: continues at the position of {@code into}, may begin again ({@code
   * restart}), and commits it.
   */
  void carry(Flight flight, ContentStore.Partial into) throws IOException;
}
