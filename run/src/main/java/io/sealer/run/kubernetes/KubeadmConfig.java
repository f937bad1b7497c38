package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.HostPorts;
import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.clusterfile.KubeadmDocuments;
import io.sealer.run.pki.NodeCertificates;
import io.sealer.run.pki.NodeCertificates.AlternativeNames;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final String REGISTRATION = "nodeRegistration";
  private static final String DEFAULT_SERVICES = "10.96.0.0/12";
  private static final String AUTHORITY = "/etc/kubernetes/pki/ca.crt";
  private static final String DEFAULT_SOCKET = "unix:///run/containerd/containerd.sock";
  private static final Duration CENTURY = Duration.ofDays(36_500);

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
    return in("networking", "dnsDomain", "cluster.local");
  }

  /** Where the DNS addon's image comes from; empty repository means kubeadm's own default. */
  public Optional<String> imageRepository() {
    return Optional.ofNullable(cluster().get("imageRepository")).map(String::valueOf);
  }

  /** The file for the phases of {@code kubeadm init} on a master. */
  public String master(NodeIdentity node) {
    return text(node, registration(node), cluster(), Map.of());
  }

  /** The file for the kubelet's phase on a worker, registered as {@code kubeadm join} would. */
  public String worker(NodeIdentity node) {
    Map<String, Object> registration = registration(node);
    registration.remove("taints");
    if (merged(JOIN, Map.of()).get(REGISTRATION) instanceof Map<?, ?> joining) {
      registration = Merge.over(registration, Merge.strings(joining));
    }
    // Beside an authority without its key kubeadm wants to see a master's certificates.
    var elsewhere = Map.<String, Object>of("certificatesDir", "/etc/kubernetes/pki-of-masters");
    return text(
        node,
        NodeTaints.asArgument(registration),
        Merge.over(cluster(), elsewhere),
        Map.of("authentication", Map.of("x509", Map.of("clientCAFile", AUTHORITY))));
  }

  /**
   * The file for etcd's phase on a master.
   *
   * @param arguments of etcd that hold for its first start only
   */
  public String etcd(NodeIdentity node, Map<String, Object> arguments) {
    var first = Map.<String, Object>of("etcd", Map.of("local", Map.of("extraArgs", arguments)));
    return text(node, registration(node), Merge.over(cluster(), first), Map.of());
  }

  private String text(
      NodeIdentity node,
      Map<String, Object> registration,
      Map<String, Object> cluster,
      Map<String, Object> kubelet) {
    var init = new LinkedHashMap<String, Object>(merged(INIT, Map.of()));
    init.put("localAPIEndpoint", endpoint(node));
    init.put(REGISTRATION, registration);
    return KubeadmDocuments.write(
        List.of(
            KubeadmApi.shape(init, INIT, version),
            KubeadmApi.shape(cluster, CLUSTER, version),
            component(KUBELET, "kubelet.config.k8s.io/v1beta1", kubelet),
            component(PROXY, "kubeproxy.config.k8s.io/v1alpha1", Map.of())));
  }

  /** What the API server and etcd of a master are called. */
  public AlternativeNames names(NodeIdentity node) {
    var names = new ArrayList<String>(List.of(node.name()));
    var addresses = new ArrayList<String>(List.of(node.address()));
    for (String service : List.of("", ".default", ".default.svc", ".default.svc." + dnsDomain())) {
      names.add("kubernetes" + service);
    }
    addresses.add(ServiceNetwork.first(in("networking", "serviceSubnet", DEFAULT_SERVICES)));
    names.add(network.domain());
    if (cluster().get("apiServer") instanceof Map<?, ?> server
        && server.get("certSANs") instanceof List<?> more) {
      more.forEach(m -> (ServiceNetwork.isAddress(m) ? addresses : names).add(String.valueOf(m)));
    }
    return new AlternativeNames(
        names,
        addresses,
        List.of(node.name(), "localhost"),
        List.of(node.address(), "127.0.0.1", "::1"));
  }

  /**
   * How long authorities' certificates are valid; the user's {@code caCertificateValidityPeriod}.
   */
  public Duration authoritiesValid() {
    return GoDuration.of(cluster().get("caCertificateValidityPeriod")).orElse(CENTURY);
  }

  /** How long other certificates are valid; the user's {@code certificateValidityPeriod}. */
  public Duration certificatesValid() {
    return GoDuration.of(cluster().get("certificateValidityPeriod")).orElse(CENTURY);
  }

  /** Group whose members may do everything, as this version of kubeadm writes into admin.conf. */
  public String administrators() {
    return version.atLeast(1, 29) ? "kubeadm:cluster-admins" : NodeCertificates.MASTERS;
  }

  /** Where the kubelet finds the container runtime. */
  public String criSocket() {
    Object socket =
        merged(INIT, Map.of()).get(REGISTRATION) instanceof Map<?, ?> registration
            ? registration.get("criSocket")
            : null;
    return socket == null ? DEFAULT_SOCKET : String.valueOf(socket);
  }

  private String in(String part, String field, String otherwise) {
    Object value = cluster().get(part) instanceof Map<?, ?> map ? map.get(field) : null;
    return value == null ? otherwise : String.valueOf(value);
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
    endpoint.put("bindPort", HostPorts.API);
    return endpoint;
  }

  /** Every node is registered as the image and the user say for the first one. */
  private Map<String, Object> registration(NodeIdentity node) {
    var computed = new LinkedHashMap<String, Object>();
    computed.put("name", node.name());
    computed.put("kubeletExtraArgs", Map.of("node-ip", node.address()));
    if (node.schedulable()) {
      computed.put("taints", List.of());
    }
    Object known = merged(INIT, Map.of(REGISTRATION, computed)).get(REGISTRATION);
    Map<String, Object> all = new LinkedHashMap<>();
    if (known instanceof Map<?, ?> map) {
      all.putAll(Merge.strings(map));
    }
    all.put("name", node.name());
    return all;
  }

  private Map<String, Object> component(
      String kind, String apiVersion, Map<String, Object> computed) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("apiVersion", apiVersion);
    content.put("kind", kind);
    return Merge.over(content, merged(kind, computed));
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
}
