package io.sealer.share.delta;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Ends a packed stream as {@link io.sealer.oci.layer.LayerWriter} does, so that its bytes match.
 */
final class Repacked {
  private Repacked() {}

  static void finish(OutputStream packed) throws IOException {
    packed.flush(); // zstd ends a block here, and the frame with an empty one
    packed.close();
  }
}
