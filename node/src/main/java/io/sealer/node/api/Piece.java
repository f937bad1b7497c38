package io.sealer.node.api;

import io.sealer.oci.Descriptor;

/**
 * A blob, or the rest of one.
 *
 * @param descriptor the whole blob
 * @param offset first byte that is sent, 0 to the blob's size
 */
public record Piece(Descriptor descriptor, long offset) {
  public Piece {
    if (offset < 0 || offset > descriptor.size()) {
      throw new IllegalArgumentException(
          "offset of "
              + descriptor.digest()
              + " must be 0 to "
              + descriptor.size()
              + ", got "
              + offset);
    }
  }

  /** Bytes that are sent. */
  public long length() {
    return descriptor.size() - offset;
  }
}
