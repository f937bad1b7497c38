package io.sealer.oci.image;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.store.ContentSource;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reading and writing cluster images (architecture, "Cluster image format"). An ordinary OCI image
 * and an image of the Go sealer read as a cluster image without lock.
 */
public final class ClusterImages {
  /** Labels that say something about the cluster that an image makes start so. */
  private static final String CLUSTER_LABELS = "cluster.alpha.sealer.io/";

  private ClusterImages() {}

  /**
   * Reads what an image says. Members that are not in the source (platforms that nobody fetched)
   * are left out of {@link ClusterImage#rootfs()}.
   *
   * @throws OciException when it is no image, or damaged
   */
  public static ClusterImage read(ContentSource source, Descriptor image) throws IOException {
    if (image.isManifest()) {
      Manifest manifest = OciJson.readManifest(source.read(image));
      return assemble(
          source, image, List.of(rootfs(source, image, manifest)), Optional.empty(), List.of());
    }
    if (!image.isIndex()) {
      throw new OciException(
          image.digest() + " is no image, but " + image.mediaType(), "name another image");
    }
    var rootfs = new ArrayList<Rootfs>();
    var workloads = new ArrayList<Descriptor>();
    Optional<Descriptor> lock = Optional.empty();
    for (Descriptor member : OciJson.readIndex(source.read(image)).manifests()) {
      if (member.refName().isPresent()) {
        workloads.add(member);
      } else if (member.isManifest() && isForMachines(member) && source.has(member.digest())) {
        Manifest manifest = OciJson.readManifest(source.read(member));
        if (manifest.artifactType().filter(MediaTypes.LOCK::equals).isPresent()) {
          lock = Optional.of(member);
        } else if (manifest.artifactType().isEmpty()) {
          rootfs.add(rootfs(source, member, manifest));
        }
      }
    }
    return assemble(source, image, rootfs, lock, workloads);
  }

  /** Builders list attestations as members for a platform "unknown/unknown". */
  private static boolean isForMachines(Descriptor member) {
    return member.platform().filter(p -> p.os().equals("unknown")).isEmpty();
  }

  private static ClusterImage assemble(
      ContentSource source,
      Descriptor image,
      List<Rootfs> rootfs,
      Optional<Descriptor> lockManifest,
      List<Descriptor> workloads)
      throws IOException {
    if (rootfs.isEmpty()) {
      throw new OciException(
          image.digest() + " has no files for any platform that is here",
          "pull it with the platform you need");
    }
    ImageLock lock =
        lockManifest.isPresent() ? lock(source, lockManifest.get()) : new ImageLock(List.of());
    return new ClusterImage(image, rootfs, lockManifest, lock, workloads);
  }

  private static ImageLock lock(ContentSource source, Descriptor manifest) throws IOException {
    List<Descriptor> layers = OciJson.readManifest(source.read(manifest)).layers();
    if (layers.isEmpty()) {
      throw new OciException(
          "the lock manifest " + manifest.digest() + " is empty", "build the image again");
    }
    return LockJson.read(source.read(layers.getFirst()));
  }

  private static Rootfs rootfs(ContentSource source, Descriptor descriptor, Manifest manifest)
      throws IOException {
    ImageConfig config = OciJson.readConfig(source.read(manifest.config()));
    if (config.diffIds().size() != manifest.layers().size()) {
      throw new OciException(
          "image "
              + descriptor.digest()
              + " has "
              + manifest.layers().size()
              + " layers, but its configuration lists "
              + config.diffIds().size(),
          "the image is damaged; pull or build it again");
    }
    return new Rootfs(descriptor, manifest, config, extension(manifest, config));
  }

  private static Extension extension(Manifest manifest, ImageConfig config) throws OciException {
    boolean cluster =
        config.labels().keySet().stream().anyMatch(label -> label.startsWith(CLUSTER_LABELS));
    ImageType type = cluster ? ImageType.KUBE_INSTALLER : ImageType.APP_INSTALLER;
    String annotation = manifest.annotations().get(Extension.ANNOTATION);
    return annotation == null
        ? new Extension(type, List.of(), Map.of(), Extension.Launch.NOTHING)
        : ExtensionJson.read(annotation, type);
  }

  /**
   * Writes the index of a cluster image, and its lock manifest when it has workload images. The
   * same arguments give the same bytes.
   *
   * @param rootfs manifests of the files, one for each platform; a missing platform is taken from
   *     the configuration
   * @param lock every workload image's name
   * @param workloads the platform manifests of workload images that go into the image; each must be
   *     what a name of the lock stands for, or a member of it
   * @return the descriptor of the index
   */
  public static Descriptor write(
      ContentStore store, List<Descriptor> rootfs, ImageLock lock, List<Descriptor> workloads)
      throws IOException {
    if (rootfs.isEmpty()) {
      throw new IllegalArgumentException("a cluster image needs a rootfs");
    }
    var members = new ArrayList<Descriptor>();
    for (Descriptor manifest : rootfs) {
      members.add(withPlatform(store, manifest));
    }
    if (!lock.entries().isEmpty() || !workloads.isEmpty()) {
      LockWriter writer = LockWriter.of(store, lock, workloads);
      members.addAll(writer.members());
      members.add(writer.writeManifest());
    }
    return store.put(MediaTypes.INDEX, OciJson.write(Index.of(members, Map.of())));
  }

  static Descriptor withPlatform(ContentSource source, Descriptor manifest) throws IOException {
    if (manifest.platform().isPresent()) {
      return manifest;
    }
    Descriptor config = OciJson.readManifest(source.read(manifest)).config();
    Platform platform = OciJson.readConfig(source.read(config)).platform();
    return manifest.withPlatform(platform);
  }
}
