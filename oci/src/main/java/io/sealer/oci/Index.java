package io.sealer.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list of manifests (OCI image-index.md; Docker's manifest list reads the same).
 *
 * @param mediaType as written inside
 * @param artifactType type of an artifact; empty for images
 * @param manifests the members, in order
 * @param subject the manifest that this one speaks of
 * @param annotations free text
 */
public record Index(
    String mediaType,
    Optional<String> artifactType,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    Map<String, String> annotations) {
  public Index {
    manifests = List.copyOf(manifests);
    annotations = Ordered.copyOf(annotations);
  }

  /** An OCI index of these members. */
  public static Index of(List<Descriptor> manifests, Map<String, String> annotations) {
    return new Index(MediaTypes.INDEX, Optional.empty(), manifests, Optional.empty(), annotations);
  }
}
