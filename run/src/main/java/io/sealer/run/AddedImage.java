package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.state.AppImage;
import io.sealer.run.steps.HostContent;
import io.sealer.run.steps.HostSteps;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What hosts get of an application image: those that hold images all of its content, the other
 * masters its files, every host its names.
 *
 * @param app the image as the cluster knows it
 * @param table names of its workloads
 * @param contents by the host that gets it
 */
record AddedImage(AppImage app, NamesTable table, Map<ClusterHost, HostContent> contents) {
  AddedImage {
    contents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(contents));
  }

  /**
   * For the hosts of a cluster.
   *
   * @param facts what hosts are, by address; the others get nothing
   */
  static AddedImage of(
      AppImage app,
      ClusterImage image,
      Cluster cluster,
      Map<String, Facts> facts,
      ContentSource store)
      throws IOException {
    Set<Platform> platforms = new LinkedHashSet<>();
    facts.values().forEach(f -> platforms.add(Wish.platform(f)));
    List<ClusterHost> holders = cluster.imageHolders();
    boolean outside = cluster.registry().external().isPresent();
    var contents = new LinkedHashMap<ClusterHost, HostContent>();
    for (ClusterHost host : cluster.hosts()) {
      Optional<Platform> platform =
          Optional.ofNullable(facts.get(host.address())).map(Wish::platform);
      if (platform.isPresent()) {
        ClusterImage.Rootfs rootfs =
            image.rootfs(platform.get()).orElseGet(() -> image.rootfs().getFirst());
        boolean holds = holders.contains(host);
        HostContent content =
            holds || host.isMaster()
                ? HostContent.of(image, rootfs, holds ? platforms : Set.of(), store)
                : HostContent.nothing(rootfs.descriptor());
        contents.put(host, outside ? content.withDocuments(image.lock()) : content);
      }
    }
    List<Descriptor> roots = image.rootfs().stream().map(ClusterImage.Rootfs::descriptor).toList();
    var table = NamesTable.of(image.descriptor().digest(), image.lock(), roots);
    return new AddedImage(app, table, contents);
  }

  /** What one host gets; empty when nothing is known of it. */
  Optional<HostSteps.Added> on(ClusterHost host) {
    return Optional.ofNullable(contents.get(host))
        .map(content -> new HostSteps.Added(app.key(), new HostSteps.Named(content, table)));
  }

  /** Whether all that hosts may need is here. */
  boolean isIn(ContentSource store) throws IOException {
    for (HostContent content : Set.copyOf(contents.values())) {
      for (Descriptor blob : content.blobs()) {
        if (!store.has(blob.digest())) {
          return false;
        }
      }
    }
    return true;
  }
}
