package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.clusterfile.KubeadmDocuments;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes the kubeadm configuration from the defaults that lie in the image's files on a step's host.
 *
 * @param rootfs where the image's files lie
 * @param network what is computed for the cluster
 * @param user documents of the Clusterfile
 */
record KubeadmSource(String rootfs, ClusterNetwork network, List<KubeadmDocument> user) {
  KubeadmSource {
    user = List.copyOf(user);
  }

  KubeadmConfig config(StepContext at) throws HostException, StepFailure {
    String text = read(at, at.step().host(), rootfs + "/etc/kubeadm.yml");
    try {
      return new KubeadmConfig(KubeadmDocuments.read(text), network, user);
    } catch (IllegalArgumentException e) {
      throw at.failure("etc/kubeadm.yml of the image: " + e.getMessage(), "correct the image");
    }
  }

  /** A file of a host as text. */
  static String read(StepContext at, String host, String path) throws HostException {
    var bytes = new ByteArrayOutputStream();
    at.session(host).get(path, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
