package io.sealer.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image's or artifact's manifest (OCI manifest.md; Docker's schema 2 reads the same).
 *
 * @param mediaType as written inside
 * @param artifactType type of an artifact; empty for images
 * @param config the configuration blob
 * @param layers the layers, lowest first
 * @param subject the manifest that this one speaks of (referrers)
 * @param annotations free text
 */
public record Manifest(
    String mediaType,
    Optional<String> artifactType,
    Descriptor config,
    List<Descriptor> layers,
    Optional<Descriptor> subject,
    Map<String, String> annotations) {
  public Manifest {
    layers = List.copyOf(layers);
    annotations = Ordered.copyOf(annotations);
  }

  /** An OCI image manifest without annotations. */
  public static Manifest image(Descriptor config, List<Descriptor> layers) {
    return new Manifest(
        MediaTypes.MANIFEST, Optional.empty(), config, layers, Optional.empty(), Map.of());
  }
}
