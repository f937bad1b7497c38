package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.clusterfile.KubeadmDocuments;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the kubeadm configuration from the defaults that lie in the image's files on a step's host,
 * read once a run from each host: ask only when its files are unpacked. Thread-safe.
 */
final class KubeadmSource {
  private final String rootfs;
  private final ClusterNetwork network;
  private final List<KubeadmDocument> user;
  private final Map<String, KubeadmConfig> known = new ConcurrentHashMap<>();

  /**
   * For the hosts of one cluster.
   *
   * @param rootfs where the image's files lie
   * @param network what is computed for the cluster
   * @param user documents of the Clusterfile
   */
  KubeadmSource(String rootfs, ClusterNetwork network, List<KubeadmDocument> user) {
    this.rootfs = rootfs;
    this.network = network;
    this.user = List.copyOf(user);
  }

  ClusterNetwork network() {
    return network;
  }

  KubeadmConfig config(StepContext at) throws HostException, StepFailure {
    String host = at.step().host();
    KubeadmConfig config = known.get(host);
    if (config == null) {
      config = load(at, host);
      known.put(host, config);
    }
    return config;
  }

  private KubeadmConfig load(StepContext at, String host) throws HostException, StepFailure {
    String text = read(at, host, rootfs + "/etc/kubeadm.yml");
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
