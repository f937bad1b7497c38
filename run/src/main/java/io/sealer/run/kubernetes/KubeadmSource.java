package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.clusterfile.KubeadmDocuments;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.util.List;

/**
 * Makes the kubeadm configuration from the defaults that lie in the image's files on the first
 * master.
 *
 * @param master address of the first master
 * @param rootfs where the image's files lie
 * @param network what is computed for the cluster
 * @param user documents of the Clusterfile
 */
record KubeadmSource(
    String master, String rootfs, ClusterNetwork network, List<KubeadmDocument> user) {
  KubeadmSource {
    user = List.copyOf(user);
  }

  KubeadmConfig config(StepContext at) throws HostException, StepFailure {
    String text = InitControlPlane.read(at, master, rootfs + "/etc/kubeadm.yml");
    try {
      return new KubeadmConfig(KubeadmDocuments.read(text), network, user);
    } catch (IllegalArgumentException e) {
      throw at.failure("etc/kubeadm.yml of the image: " + e.getMessage(), "correct the image");
    }
  }
}
