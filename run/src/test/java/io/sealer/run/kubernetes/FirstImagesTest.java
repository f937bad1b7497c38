package io.sealer.run.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageLock.Source;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FirstImagesTest {
  private static final ImageLock LOCK =
      new ImageLock(
          List.of(
              entry("registry.example.com/kube/kube-apiserver:v1", "images/api.tar"),
              entry("registry.example.com/kube/kube-controller-manager:v1", "images/kcm.tar"),
              entry("registry.example.com/kube/kube-proxy:v1", "images/proxy.tar"),
              entry("registry.example.com/kube/kube-scheduler:v1", "images/scheduler.tar"),
              entry("registry.example.com/kube/pause:3.2", "images/pause.tar"),
              entry("calico/node:v3", "manifests/cni-calico.yaml"),
              entry("nginx:1", "manifests/dashboard.yaml")));

  static ImageLock.Entry entry(String name, String file) {
    return new ImageLock.Entry(
        Reference.parse(name),
        Descriptor.of(MediaTypes.MANIFEST, name.getBytes(UTF_8)),
        List.of(),
        List.of(new Source(file, 1, "yaml")));
  }

  private static List<String> repositories(ImageLock lock) {
    return lock.entries().stream().map(entry -> entry.name().repository()).toList();
  }

  @Test
  void a_control_plane_starts_with_its_own_images() {
    Cluster cluster = KubernetesStepsTest.cluster(List.of("10.0.0.1"));
    ClusterHost master = cluster.masters().getFirst();

    assertThat(repositories(FirstImages.ofControlPlane(cluster, master, LOCK).orElseThrow()))
        .containsExactly(
            "kube/kube-apiserver",
            "kube/kube-controller-manager",
            "kube/kube-scheduler",
            "kube/pause");
    assertThat(FirstImages.ofControlPlane(cluster, master, new ImageLock(List.of()))).isEmpty();
    for (ClusterHost other : cluster.hosts()) {
      assertThat(FirstImages.ofControlPlane(cluster, other, LOCK).isPresent())
          .isEqualTo(other.isMaster());
    }
  }

  @Test
  void every_node_needs_the_proxy_and_the_pod_network_and_no_application() {
    assertThat(repositories(FirstImages.ofNodes(LOCK)))
        .containsExactly("calico/node", "kube/kube-proxy");
    assertThat(repositories(FirstImages.ofNewNodes(LOCK)))
        .containsExactly("calico/node", "kube/kube-proxy", "kube/pause");
  }
}
