package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.HostPorts;
import io.sealer.run.clusterfile.KubeadmDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Clusterfile's kubeadm documents ask for and cannot have, because sealer has to set it
 * itself. Everything else of them wins over the image and over what sealer computes.
 */
public final class KubeadmConflicts {
  private static final String INIT = "InitConfiguration";
  private static final String JOIN = "JoinConfiguration";
  private static final String CLUSTER = "ClusterConfiguration";
  private static final String EACH_HOST = "every host gets its own";

  /** Field by document, and why it is not the user's. */
  private static final Map<String, Map<String, String>> OURS =
      Map.of(
          INIT,
          fields(
              "localAPIEndpoint.advertiseAddress",
              EACH_HOST + ": its address in spec.hosts",
              "nodeRegistration.name",
              EACH_HOST + ": its hostname",
              "certificateKey",
              "masters get their certificates from sealer",
              "bootstrapTokens",
              "make tokens with 'kubeadm token create' when they are needed"),
          JOIN,
          fields(
              "discovery",
              "hosts get their certificates from sealer and discover nothing",
              "nodeRegistration.name",
              EACH_HOST + ": its hostname",
              "controlPlane.localAPIEndpoint",
              EACH_HOST + ": its address in spec.hosts",
              "controlPlane.certificateKey",
              "masters get their certificates from sealer"),
          CLUSTER,
          fields(
              "certificatesDir", "certificates lie in /etc/kubernetes/pki",
              "etcd.external", "etcd runs on the masters",
              "etcd.local.dataDir", "etcd's data lie in /var/lib/etcd"));

  private KubeadmConflicts() {}

  private static Map<String, String> fields(String... pairs) {
    var all = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      all.put(pairs[i], pairs[i + 1]);
    }
    return all;
  }

  /**
   * Conflicts as sentences.
   *
   * @param user documents of the Clusterfile
   * @param version Kubernetes version of the image; empty when it does not say
   */
  public static List<String> in(List<KubeadmDocument> user, String version) {
    var problems = new ArrayList<String>();
    for (KubeadmDocument document : user) {
      OURS.getOrDefault(document.kind(), Map.of())
          .forEach(
              (field, why) -> {
                Object found = value(document.content(), field);
                if (found != null && !isAsWeSet(field, found)) {
                  problems.add(document.kind() + ": " + field + " cannot be set: " + why);
                }
              });
      if (document.kind().equals(CLUSTER)) {
        otherThan(document, "controlPlaneEndpoint", ENDPOINT).ifPresent(problems::add);
        if (!version.isEmpty()) {
          otherThan(document, "kubernetesVersion", version).ifPresent(problems::add);
        }
      }
      port(document).ifPresent(problems::add);
    }
    return problems;
  }

  private static final String ENDPOINT = ClusterNetwork.DOMAIN + ":" + HostPorts.API;

  private static boolean isAsWeSet(String field, Object value) {
    return switch (field) {
      case "certificatesDir" -> value.equals("/etc/kubernetes/pki");
      case "etcd.local.dataDir" -> value.equals("/var/lib/etcd");
      default -> value instanceof Map<?, ?> map ? map.isEmpty() : value.equals("");
    };
  }

  private static Optional<String> otherThan(KubeadmDocument document, String field, String ours) {
    Object found = value(document.content(), field);
    return found == null || Objects.equals(String.valueOf(found), ours)
        ? Optional.empty()
        : Optional.of(
            "%s: %s cannot be '%s': it is %s".formatted(document.kind(), field, found, ours));
  }

  private static Optional<String> port(KubeadmDocument document) {
    Object found = value(document.content(), "localAPIEndpoint.bindPort");
    return found == null || String.valueOf(found).equals(String.valueOf(HostPorts.API))
        ? Optional.empty()
        : Optional.of(
            "%s: localAPIEndpoint.bindPort cannot be %s: API servers listen on port %d"
                .formatted(document.kind(), found, HostPorts.API));
  }

  private static @Nullable Object value(Map<String, Object> content, String path) {
    Object at = content;
    for (String name : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }
}
