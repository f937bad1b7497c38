package io.sealer.oci.image;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.Platform;
import java.util.List;
import java.util.Optional;

/**
 * A cluster image as read from a store: what its index says, without its layers' content.
 *
 * @param descriptor of the index; its digest pins the whole delivery
 * @param rootfs one for each platform, in the order of the index
 * @param lockManifest the manifest whose first layer is the lock and whose other layers are the
 *     indexes that names resolve to; empty when the image has no workload images
 * @param lock every workload image's name and digest
 * @param workloads manifests of workload images, members of the index
 */
public record ClusterImage(
    Descriptor descriptor,
    List<Rootfs> rootfs,
    Optional<Descriptor> lockManifest,
    ImageLock lock,
    List<Descriptor> workloads) {
  /** Annotation that names the image a rootfs was built from. */
  public static final String BASE_NAME = "org.opencontainers.image.base.name";

  public ClusterImage {
    rootfs = List.copyOf(rootfs);
    workloads = List.copyOf(workloads);
  }

  /** The files of the image for one platform. */
  public record Rootfs(
      Descriptor descriptor, Manifest manifest, ImageConfig config, Extension extension) {
    public Platform platform() {
      return config.platform();
    }

    /** The image that it was built from, as far as it says so. */
    public Optional<String> base() {
      return Optional.ofNullable(manifest.annotations().get(BASE_NAME));
    }
  }

  /** The files for a platform. */
  public Optional<Rootfs> rootfs(Platform platform) {
    return rootfs.stream().filter(r -> r.platform().equals(platform)).findFirst();
  }
}
