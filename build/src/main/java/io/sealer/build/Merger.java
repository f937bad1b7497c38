package io.sealer.build;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.ImageFetcher;
import io.sealer.build.job.MergeRequest;
import io.sealer.build.merge.Conflicts;
import io.sealer.build.merge.MergedLock;
import io.sealer.build.merge.PlatformMerge;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Joins several cluster images to one; nothing is repacked. Thread-safe. */
public final class Merger {
  private final ImageStore store;
  private final ImageFetcher fetcher;

  /** A merger; the fetcher brings images that the store lacks. */
  public Merger(ImageStore store, ImageFetcher fetcher) {
    this.store = store;
    this.fetcher = fetcher;
  }

  /**
   * Merges images and gives the result its names.
   *
   * @return the descriptor of the index
   * @throws BuildException when the images contradict each other, or have no platform in common;
   *     nothing gets a name then
   */
  public Descriptor merge(MergeRequest request) throws IOException, BuildException {
    var images = new LinkedHashMap<String, ClusterImage>();
    for (Reference name : request.images()) {
      images.put(name.familiar(), image(name, request.platforms()));
    }
    var conflicts = new Conflicts(request.overwrite());
    var lock = new MergedLock(conflicts);
    images.forEach(lock::add);
    var rootfs = new ArrayList<Descriptor>();
    for (Platform platform : platforms(request, images)) {
      var each = new LinkedHashMap<String, Rootfs>();
      for (Map.Entry<String, ClusterImage> image : images.entrySet()) {
        each.put(image.getKey(), image.getValue().rootfs(platform).orElseThrow());
      }
      rootfs.add(
          PlatformMerge.merge(store, each, conflicts, request.created()).write(store, lock.lock()));
    }
    conflicts.require();
    Descriptor merged = ClusterImages.write(store, rootfs, lock.lock(), lock.manifests(store));
    for (Reference name : request.names()) {
      store.tag(name, merged);
    }
    return merged;
  }

  private ClusterImage image(Reference name, List<Platform> platforms) throws IOException {
    Optional<Descriptor> local = store.resolve(name);
    Descriptor found = local.isPresent() ? local.get() : fetcher.fetch(name, platforms, store);
    if (local.isEmpty()) {
      store.tag(name, found);
    }
    return ClusterImages.read(store, found);
  }

  private static List<Platform> platforms(MergeRequest request, Map<String, ClusterImage> images)
      throws BuildException {
    var shared = new LinkedHashSet<Platform>();
    images.values().iterator().next().rootfs().forEach(rootfs -> shared.add(rootfs.platform()));
    images.values().forEach(image -> shared.removeIf(p -> image.rootfs(p).isEmpty()));
    if (shared.isEmpty() || !shared.containsAll(request.platforms())) {
      throw new BuildException(
          "not every image has files for "
              + (request.platforms().isEmpty() ? "a common platform" : request.platforms())
              + ": "
              + images.entrySet().stream()
                  .map(image -> image.getKey() + " " + platforms(image.getValue()))
                  .collect(Collectors.joining(", ")),
          "pull or build them for the same platforms");
    }
    return request.platforms().isEmpty() ? List.copyOf(shared) : request.platforms();
  }

  private static List<Platform> platforms(ClusterImage image) {
    return image.rootfs().stream().map(Rootfs::platform).toList();
  }
}
