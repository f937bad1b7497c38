package io.sealer.node.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small documents. */
final class Samples {
  private Samples() {}

  /** A manifest of this type without layers. */
  static byte[] manifest(String mediaType) {
    Descriptor config = Descriptor.of(MediaTypes.CONFIG, new byte[0]);
    return OciJson.write(
        new Manifest(mediaType, Optional.empty(), config, List.of(), Optional.empty(), Map.of()));
  }
}
