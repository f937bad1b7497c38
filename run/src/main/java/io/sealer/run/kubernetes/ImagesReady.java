package io.sealer.run.kubernetes;

import io.sealer.oci.image.ImageLock;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.Step;
import io.sealer.run.external.PushImages;
import io.sealer.run.steps.HostSteps;
import java.util.List;
import java.util.Optional;

/** Which steps make images available, wherever they are held. */
record ImagesReady(Cluster cluster, ImageLock lock) {
  /** The step behind which a host finds every image: with itself, another host, or outside. */
  String on(ClusterHost host) {
    return holderFor(host).map(h -> Step.id(h.address(), HostSteps.IMAGES)).orElseGet(this::push);
  }

  /** The step behind which a master finds the images of its control plane. */
  String forControlPlane(ClusterHost master) {
    return holderFor(master)
        .filter(holder -> FirstImages.ofControlPlane(cluster, holder, lock).isPresent())
        .map(holder -> Step.id(holder.address(), HostSteps.ROOTFS))
        .orElseGet(() -> on(master));
  }

  /** The steps behind which no pod lacks an image. */
  List<String> everywhere() {
    List<String> holders = cluster.imageHolders().stream().map(ClusterHost::address).toList();
    return holders.isEmpty() ? List.of(push()) : Step.ids(holders, HostSteps.IMAGES);
  }

  /** Itself, else the first that holds images; none when a registry outside has them. */
  private Optional<ClusterHost> holderFor(ClusterHost host) {
    List<ClusterHost> holders = cluster.imageHolders();
    return holders.contains(host) ? Optional.of(host) : holders.stream().findFirst();
  }

  private String push() {
    return Step.id(cluster.masters().getFirst().address(), PushImages.PUSH);
  }
}
