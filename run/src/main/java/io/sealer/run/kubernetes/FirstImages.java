package io.sealer.run.kubernetes;

import io.sealer.oci.image.ImageLock;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The images that nodes start with, whatever else will run on them. */
public final class FirstImages {
  private static final String PAUSE = "pause";
  private static final String API_SERVER = "kube-apiserver";
  private static final Set<String> CONTROL_PLANE =
      Set.of("etcd", API_SERVER, "kube-controller-manager", "kube-scheduler", PAUSE);
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
    ImageLock plane = only(lock, entry -> isOf(entry, CONTROL_PLANE));
    return plane.entries().stream().anyMatch(entry -> isOf(entry, Set.of(API_SERVER)))
        ? Optional.of(plane)
        : Optional.empty();
  }

  /** What every node runs as soon as controllers do. */
  public static ImageLock ofNodes(ImageLock lock) {
    return only(lock, entry -> isOf(entry, EVERYWHERE) || isOfNetwork(entry));
  }

  /** The same with what containerd starts every pod with. */
  public static ImageLock ofNewNodes(ImageLock lock) {
    return only(lock, e -> isOf(e, EVERYWHERE) || isOf(e, Set.of(PAUSE)) || isOfNetwork(e));
  }

  private static ImageLock only(ImageLock lock, Predicate<ImageLock.Entry> wanted) {
    return new ImageLock(lock.entries().stream().filter(wanted).toList());
  }

  private static boolean isOf(ImageLock.Entry entry, Set<String> components) {
    String repository = entry.name().repository();
    return components.contains(repository.substring(repository.lastIndexOf('/') + 1));
  }

  private static boolean isOfNetwork(ImageLock.Entry entry) {
    return entry.sources().stream().anyMatch(source -> source.file().startsWith(NETWORK));
  }
}
