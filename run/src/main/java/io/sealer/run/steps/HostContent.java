package io.sealer.run.steps;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which blobs of a cluster image a host needs: every host the files of its platform; hosts with the
 * registry role also the workload images of all platforms that the cluster has.
 *
 * @param rootfs manifest of the host's files
 * @param blobs all that it needs, manifests last, so that what is referred to is there first
 */
public record HostContent(Descriptor rootfs, List<Descriptor> blobs) {
  public HostContent {
    blobs = List.copyOf(blobs);
  }

  /** Nothing to hold; only names are told. */
  public static HostContent nothing(Descriptor rootfs) {
    return new HostContent(rootfs, List.of());
  }

  /** Bytes of all blobs. */
  public long size() {
    return blobs.stream().mapToLong(Descriptor::size).sum();
  }

  /** Whether so many hosts together are sent no more of this than one is sent of the other. */
  public boolean isLittleFor(int hosts, HostContent other) {
    return hosts * size() <= other.size();
  }

  /** This and what else there is, each blob once. */
  HostContent and(HostContent more) {
    var all = new LinkedHashMap<Digest, Descriptor>();
    blobs.forEach(blob -> all.put(blob.digest(), blob));
    more.blobs.forEach(blob -> all.putIfAbsent(blob.digest(), blob));
    return new HostContent(rootfs, List.copyOf(all.values()));
  }

  /**
   * Content for a host.
   *
   * @param platforms of workload images to hold; none for hosts without the registry role
   */
  public static HostContent of(
      ClusterImage image,
      ClusterImage.Rootfs rootfs,
      Collection<Platform> platforms,
      ContentSource source)
      throws IOException {
    var blobs = new LinkedHashMap<Digest, Descriptor>();
    addManifest(blobs, rootfs.descriptor(), rootfs.manifest());
    if (!platforms.isEmpty()) {
      for (Descriptor workload : image.workloads()) {
        boolean wanted = isFor(workload, platforms);
        if (wanted && workload.isManifest()) {
          addManifest(blobs, workload, OciJson.readManifest(source.read(workload)));
        } else if (wanted) {
          addIndex(blobs, workload, source);
        }
      }
      addDocuments(blobs, image.lock());
    }
    return new HostContent(rootfs.descriptor(), List.copyOf(blobs.values()));
  }

  /** Content that is enough to run some images, on hosts of these platforms. */
  public static HostContent ofImages(
      Descriptor rootfs, ImageLock lock, Collection<Platform> platforms, ContentSource source)
      throws IOException {
    var blobs = new LinkedHashMap<Digest, Descriptor>();
    for (ImageLock.Entry entry : lock.entries()) {
      Descriptor named = entry.descriptor();
      if (named.isManifest()) {
        addManifest(blobs, named, OciJson.readManifest(source.read(named)));
        continue;
      }
      for (Descriptor member : OciJson.readIndex(source.read(named)).manifests()) {
        if (isFor(member, platforms) && member.isManifest() && source.has(member.digest())) {
          addManifest(blobs, member, OciJson.readManifest(source.read(member)));
        }
      }
      blobs.putIfAbsent(named.digest(), named);
    }
    return new HostContent(rootfs, List.copyOf(blobs.values()));
  }

  private static boolean isFor(Descriptor member, Collection<Platform> platforms) {
    return member.platform().map(platforms::contains).orElse(true);
  }

  /**
   * The same with what the names of a lock stand for, without their layers: enough to answer names
   * where the layers are elsewhere.
   */
  public HostContent withDocuments(ImageLock lock) {
    return and(new HostContent(rootfs, lock.entries().stream().map(e -> e.descriptor()).toList()));
  }

  private static void addDocuments(Map<Digest, Descriptor> blobs, ImageLock lock) {
    lock.entries().forEach(e -> blobs.putIfAbsent(e.descriptor().digest(), e.descriptor()));
  }

  private static void addManifest(
      Map<Digest, Descriptor> blobs, Descriptor descriptor, Manifest manifest) {
    manifest.layers().forEach(layer -> blobs.putIfAbsent(layer.digest(), layer));
    blobs.putIfAbsent(manifest.config().digest(), manifest.config());
    blobs.putIfAbsent(descriptor.digest(), descriptor);
  }

  private static void addIndex(
      Map<Digest, Descriptor> blobs, Descriptor descriptor, ContentSource source)
      throws IOException {
    Index index = OciJson.readIndex(source.read(descriptor));
    for (Descriptor member : index.manifests()) {
      if (member.isManifest() && source.has(member.digest())) {
        addManifest(blobs, member, OciJson.readManifest(source.read(member)));
      }
    }
    blobs.putIfAbsent(descriptor.digest(), descriptor);
  }
}
