package io.sealer.run.kubernetes;

import io.sealer.oci.image.ImageLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The images that every node of a role starts with, whatever else will run on it. */
final class FirstImages {
  private static final Set<String> EVERYWHERE = Set.of("kube-proxy");

  /** Those of etcd and the API server are wanted at once: the kubelet pulls them itself. */
  private static final Set<String> ON_MASTERS = Set.of("kube-controller-manager", "kube-scheduler");

  /** Manifests of the pod network, which are applied first. */
  private static final String NETWORK = "manifests/cni";

  private FirstImages() {}

  /** Their names as containerd has them, in the order of need. */
  static List<String> of(ImageLock lock, boolean master) {
    var first = new ArrayList<String>();
    if (master) {
      addTo(first, lock, entry -> isOf(entry, ON_MASTERS));
    }
    addTo(first, lock, entry -> isOf(entry, EVERYWHERE) || isOfNetwork(entry));
    return List.copyOf(first);
  }

  private static void addTo(List<String> names, ImageLock lock, Predicate<ImageLock.Entry> wanted) {
    lock.entries().stream().filter(wanted).map(e -> e.name().toString()).forEach(names::add);
  }

  private static boolean isOf(ImageLock.Entry entry, Set<String> components) {
    String repository = entry.name().repository();
    return components.contains(repository.substring(repository.lastIndexOf('/') + 1));
  }

  private static boolean isOfNetwork(ImageLock.Entry entry) {
    return entry.sources().stream().anyMatch(source -> source.file().startsWith(NETWORK));
  }
}
