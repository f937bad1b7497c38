package io.sealer.oci;

import java.util.Set;

/** Media types of OCI and Docker content that sealer reads, and those that it writes. */
public final class MediaTypes {
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String EMPTY = "application/vnd.oci.empty.v1+json";
  public static final String LAYER_TAR = "application/vnd.oci.image.layer.v1.tar";
  public static final String LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip";
  public static final String LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd";

  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  public static final String DOCKER_LAYER_GZIP =
      "application/vnd.docker.image.rootfs.diff.tar.gzip";
  public static final String DOCKER_LAYER_TAR = "application/vnd.docker.image.rootfs.diff.tar";

  /** {@code artifactType} of the image lock manifest. */
  public static final String LOCK = "application/vnd.sealer.lock.v1+json";

  /** {@code artifactType} of a delta, and type of its document. */
  public static final String DELTA = "application/vnd.sealer.delta.v1+json";

  /** The pieces of one layer of a delta. */
  public static final String DELTA_LAYER = "application/vnd.sealer.delta.layer.v1";

  private static final Set<String> INDEXES = Set.of(INDEX, DOCKER_LIST);
  private static final Set<String> MANIFESTS = Set.of(MANIFEST, DOCKER_MANIFEST);

  private MediaTypes() {}

  /** Whether content of this type lists manifests. */
  public static boolean isIndex(String mediaType) {
    return INDEXES.contains(mediaType);
  }

  /** Whether content of this type is one image's or artifact's manifest. */
  public static boolean isManifest(String mediaType) {
    return MANIFESTS.contains(mediaType);
  }
}
