package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.clusterfile.KubeadmDocuments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What kubeadm is told: the image's defaults, what sealer computes, and the user's documents, each
 * laid over the one before. Written for the API version that the Kubernetes version reads.
 */
public final class KubeadmConfig {
  private static final String INIT = "InitConfiguration";
  private static final String CLUSTER = "ClusterConfiguration";
  private static final String JOIN = "JoinConfiguration";
  private static final String KUBELET = "KubeletConfiguration";
  private static final String PROXY = "KubeProxyConfiguration";

  /** Where {@link #discovery} goes on a host that joins. */
  public static final String DISCOVERY = "/etc/kubernetes/discovery.conf";

  private static final String DEFAULT_VERSION = "v1.20.2";

  private final List<KubeadmDocument> image;
  private final List<KubeadmDocument> user;
  private final ClusterNetwork network;
  private final KubeVersion version;

  /**
   * Combines them.
   *
   * @param image documents of the image's {@code etc/kubeadm.yml}
   * @param network what is computed for the cluster
   * @param user documents of the Clusterfile
   * @throws IllegalArgumentException when the Kubernetes version cannot be understood
   */
  public KubeadmConfig(
      List<KubeadmDocument> image, ClusterNetwork network, List<KubeadmDocument> user) {
    this.image = List.copyOf(image);
    this.network = network;
    this.user = List.copyOf(user);
    Object text = merged(CLUSTER, Map.of()).getOrDefault("kubernetesVersion", DEFAULT_VERSION);
    this.version = KubeVersion.parse(String.valueOf(text));
  }

  /** The Kubernetes version that is installed. */
  public KubeVersion version() {
    return version;
  }

  /** The service network's DNS domain. */
  public String dnsDomain() {
    Object networking = cluster().get("networking");
    Object domain = networking instanceof Map<?, ?> map ? map.get("dnsDomain") : null;
    return domain == null ? "cluster.local" : String.valueOf(domain);
  }

  /** Where the DNS addon's image comes from; empty repository means kubeadm's own default. */
  public Optional<String> imageRepository() {
    return Optional.ofNullable(cluster().get("imageRepository")).map(String::valueOf);
  }

  /** The file for {@code kubeadm init} on the first master. */
  public String init(NodeIdentity node, Optional<String> certificateKey) {
    var computed = new LinkedHashMap<String, Object>();
    computed.put("localAPIEndpoint", endpoint(node));
    computed.put("nodeRegistration", registration(node));
    certificateKey.ifPresent(key -> computed.put("certificateKey", key));
    return text(
        List.of(
            KubeadmApi.shape(merged(INIT, computed), INIT, version),
            KubeadmApi.shape(cluster(), CLUSTER, version),
            component(KUBELET, "kubelet.config.k8s.io/v1beta1"),
            component(PROXY, "kubeproxy.config.k8s.io/v1alpha1")));
  }

  /**
   * The kubeconfig of a host that is about to join. With it nobody has to wait until the controller
   * manager has signed what hosts would discover by token alone.
   */
  public String discovery(JoinSecrets secrets) {
    String authority =
        Base64.getEncoder().encodeToString(secrets.authority().getBytes(StandardCharsets.US_ASCII));
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: cluster
          cluster:
            certificate-authority-data: %s
            server: https://%s
        users:
        - name: joining
          user:
            token: %s
        contexts:
        - name: join
          context: {cluster: cluster, user: joining}
        current-context: join
        """
        .formatted(authority, network.endpoint(), secrets.token().revealText());
  }

  /** The file for {@code kubeadm join} of a worker, or with a certificate key of a master. */
  public String join(NodeIdentity node, JoinSecrets secrets) {
    var discovery = new LinkedHashMap<String, Object>();
    discovery.put("file", Map.of("kubeConfigPath", DISCOVERY));
    discovery.put("tlsBootstrapToken", secrets.token().revealText());
    var computed = new LinkedHashMap<String, Object>();
    computed.put("discovery", discovery);
    computed.put("nodeRegistration", joinRegistration(node));
    secrets
        .certificateKey()
        .ifPresent(
            key -> {
              var plane = new LinkedHashMap<String, Object>();
              plane.put("localAPIEndpoint", endpoint(node));
              plane.put("certificateKey", key.revealText());
              computed.put("controlPlane", plane);
            });
    return text(List.of(KubeadmApi.shape(merged(JOIN, computed), JOIN, version)));
  }

  private Map<String, Object> cluster() {
    var computed = new LinkedHashMap<String, Object>();
    computed.put("controlPlaneEndpoint", network.endpoint());
    computed.put("apiServer", Map.of("certSANs", network.certSans()));
    var networking = new LinkedHashMap<String, Object>();
    network.podCidr().ifPresent(cidr -> networking.put("podSubnet", cidr));
    network.serviceCidr().ifPresent(cidr -> networking.put("serviceSubnet", cidr));
    computed.put("networking", networking);
    return merged(CLUSTER, computed);
  }

  private static Map<String, Object> endpoint(NodeIdentity node) {
    var endpoint = new LinkedHashMap<String, Object>();
    endpoint.put("advertiseAddress", node.address());
    endpoint.put("bindPort", ClusterNetwork.PORT);
    return endpoint;
  }

  private static Map<String, Object> registration(NodeIdentity node) {
    var registration = new LinkedHashMap<String, Object>();
    registration.put("name", node.name());
    var arguments = new LinkedHashMap<String, Object>();
    arguments.put("node-ip", node.address());
    registration.put("kubeletExtraArgs", arguments);
    if (node.schedulable()) {
      registration.put("taints", List.of());
    }
    return registration;
  }

  /** A joining node is registered as the image says for the first one. */
  private Map<String, Object> joinRegistration(NodeIdentity node) {
    Object init = merged(INIT, Map.of()).get("nodeRegistration");
    Map<String, Object> base = init instanceof Map<?, ?> map ? Merge.strings(map) : Map.of();
    return Merge.over(base, registration(node));
  }

  private Map<String, Object> component(String kind, String apiVersion) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("apiVersion", apiVersion);
    content.put("kind", kind);
    return Merge.over(content, merged(kind, Map.of()));
  }

  /** Image, then computed, then user. */
  private Map<String, Object> merged(String kind, Map<String, Object> computed) {
    Map<String, Object> all = of(image, kind);
    return Merge.over(Merge.over(all, computed), of(user, kind));
  }

  private static Map<String, Object> of(List<KubeadmDocument> documents, String kind) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (KubeadmDocument document : documents) {
      if (document.kind().equals(kind)) {
        all = Merge.over(all, KubeadmApi.neutral(document));
      }
    }
    return all;
  }

  private static String text(List<Map<String, Object>> documents) {
    return KubeadmDocuments.write(new ArrayList<>(documents));
  }
}
