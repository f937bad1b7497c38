package io.sealer.share.diff;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.Delta;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What differs between two images.
 *
 * @param files paths of the files for one platform
 * @param apps names of the applications
 * @param workloadImages names of the workload images
 * @param bytes what brings a side that has the first image to the second
 */
public record ImageDiff(Changes files, Changes apps, Changes workloadImages, Bytes bytes) {
  /**
   * Bytes to move.
   *
   * @param full everything of the second image
   * @param blobs the blobs that the first image lacks
   * @param chunks those blobs, of layers only the chunks that the first image lacks
   */
  public record Bytes(long full, long blobs, long chunks) {}

  /** One of the two images: its name, and its files for the platform that is compared. */
  public record Side(Reference name, ClusterImage image, Rootfs rootfs) {}

  /** Compares; takes as long as reading both images and packing the new layers once. */
  public static ImageDiff of(DiskStore store, Side before, Side after) throws IOException {
    return new ImageDiff(
        Changes.between(
            FileTree.of(store, before.rootfs().manifest().layers()),
            FileTree.of(store, after.rootfs().manifest().layers())),
        Changes.between(apps(before), apps(after)),
        Changes.between(workloads(before), workloads(after)),
        bytes(store, before, after));
  }

  private static Map<String, Application> apps(Side side) {
    var apps = new TreeMap<String, Application>();
    side.rootfs().extension().applications().forEach(app -> apps.put(app.name(), app));
    return apps;
  }

  private static Map<String, String> workloads(Side side) {
    var images = new TreeMap<String, String>();
    for (ImageLock.Entry entry : side.image().lock().entries()) {
      images.put(entry.name().toString(), entry.descriptor().digest().toString());
    }
    return images;
  }

  private static Bytes bytes(DiskStore store, Side before, Side after) throws IOException {
    Closure wanted = Closure.of(store, after.image().descriptor());
    List<Delta.Base> bases = List.of(new Delta.Base(before.name(), before.image().descriptor()));
    try (Delta delta = Delta.of(store, wanted, bases, true)) {
      long full = wanted.all().stream().mapToLong(Descriptor::size).sum();
      long whole = delta.whole().stream().mapToLong(Descriptor::size).sum();
      long layers = delta.layers().stream().mapToLong(layer -> layer.packed().layer().size()).sum();
      return new Bytes(full, whole + layers, delta.bytes());
    }
  }
}
