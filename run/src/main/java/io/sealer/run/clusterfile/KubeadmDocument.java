package io.sealer.run.clusterfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A document for kubeadm, kubelet or kube-proxy, kept as written.
 *
 * @param apiVersion such as {@code kubeadm.k8s.io/v1beta3}
 * @param kind such as ClusterConfiguration
 * @param content the whole document as plain maps, lists and scalars, {@code apiVersion} and {@code
 *     kind} included
 */
public record KubeadmDocument(String apiVersion, String kind, Map<String, Object> content) {
  /** Kinds that are passed to kubeadm. */
  public static final Set<String> KINDS =
      Set.of(
          "InitConfiguration",
          "JoinConfiguration",
          "ClusterConfiguration",
          "KubeletConfiguration",
          "KubeProxyConfiguration");

  public KubeadmDocument {
    content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
  }
}
