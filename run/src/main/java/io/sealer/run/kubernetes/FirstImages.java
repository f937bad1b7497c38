package io.sealer.run.kubernetes;

import io.sealer.oci.image.ImageLock;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The images that nodes start with, whatever else will run on them. */
public final class FirstImages {
  private static final String API_SERVER = "kube-apiserver";
  private static final Set<String> CONTROL_PLANE =
      Set.of("etcd", API_SERVER, "kube-controller-manager", "kube-scheduler", "pause");
  private static final Set<String> EVERYWHERE = Set.of("kube-proxy");

  /** Manifests of the pod network, which are applied first. */
  private static final String NETWORK = "manifests/cni";

  private FirstImages() {}

  /**
   * What a master that holds images gets before all others of them: with it the control plane can
   * start while the rest is on its way. Empty for other hosts, and when there is no API server.
   */
  public static Optional<ImageLock> ofControlPlane(
      Cluster cluster, ClusterHost host, ImageLock lock) {
    if (!host.isMaster() || !cluster.imageHolders().contains(host)) {
      return Optional.empty();
    }
    List<ImageLock.Entry> entries =
        lock.entries().stream().filter(entry -> isOf(entry, CONTROL_PLANE)).toList();
    return entries.stream().anyMatch(entry -> isOf(entry, Set.of(API_SERVER)))
        ? Optional.of(new ImageLock(entries))
        : Optional.empty();
  }

  /** What every node runs as soon as controllers do. */
  static List<String> ofNodes(ImageLock lock) {
    return names(lock, entry -> isOf(entry, EVERYWHERE) || isOfNetwork(entry));
  }

  private static List<String> names(ImageLock lock, Predicate<ImageLock.Entry> wanted) {
    return lock.entries().stream().filter(wanted).map(e -> e.name().toString()).toList();
  }

  private static boolean isOf(ImageLock.Entry entry, Set<String> components) {
    String repository = entry.name().repository();
    return components.contains(repository.substring(repository.lastIndexOf('/') + 1));
  }

  private static boolean isOfNetwork(ImageLock.Entry entry) {
    return entry.sources().stream().anyMatch(source -> source.file().startsWith(NETWORK));
  }
}
