package io.sealer.oci;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be expected of a piece of content (OCI descriptor.md).
 *
 * @param mediaType type of the content
 * @param digest SHA-256 of its bytes
 * @param size its length in bytes, not negative
 * @param platform for members of an index: what it runs on
 * @param artifactType type of the artifact when the content is an artifact's manifest
 * @param annotations free text, in the order written
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Optional<Platform> platform,
    Optional<String> artifactType,
    Map<String, String> annotations) {
  /** Annotation of an index's member: the full name of the image. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException(
          "descriptor of " + digest + " has a negative size: " + size);
    }
    annotations = Ordered.copyOf(annotations);
  }

  /** A descriptor with nothing optional. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), Optional.empty(), Map.of());
  }

  /** The descriptor of these bytes. */
  public static Descriptor of(String mediaType, byte[] content) {
    return of(mediaType, Digest.of(content), content.length);
  }

  public Descriptor withPlatform(Platform platform) {
    return new Descriptor(
        mediaType, digest, size, Optional.of(platform), artifactType, annotations);
  }

  public Descriptor withArtifactType(String type) {
    return new Descriptor(mediaType, digest, size, platform, Optional.of(type), annotations);
  }

  public Descriptor withAnnotation(String key, String value) {
    var more = new LinkedHashMap<>(annotations);
    more.put(key, value);
    return new Descriptor(mediaType, digest, size, platform, artifactType, more);
  }

  /** The full image name in annotation {@link #REF_NAME}, if there is one. */
  public Optional<String> refName() {
    return Optional.ofNullable(annotations.get(REF_NAME));
  }

  public boolean isIndex() {
    return MediaTypes.isIndex(mediaType);
  }

  public boolean isManifest() {
    return MediaTypes.isManifest(mediaType);
  }
}
