package io.sealer.run.env;

import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension;
import io.sealer.run.clusterfile.ApplicationObject.AppConfig;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.RegistrySpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Variables, later ones over earlier ones: image, cluster, host, flags for files on hosts; image,
 * application, cluster, flags, the application's configuration for applications. Flags are part of
 * the cluster's by now and were taken out of the hosts'. Computed ones cannot be set.
 *
 * @param image of the image
 * @param cluster the cluster
 */
public record Variables(Extension image, Cluster cluster) {
  /** Names of the computed ones. */
  public static final Set<String> COMPUTED =
      Set.of(
          "ClusterName",
          "HostIP",
          "HostIPFamily",
          "KubeSvcIP",
          "DNSSvcIP",
          "LocalRegistryDomain",
          "LocalRegistryPort",
          "LocalRegistryURL",
          "ExternalRegistryDomain",
          "ExternalRegistryPort",
          "ExternalRegistryURL",
          "RegistryDomain",
          "RegistryPort",
          "RegistryURL",
          "ContainerRuntime");

  private static final String SERVICES = "10.96.0.0/22";

  /** For files of the image on a host. */
  public Map<String, String> of(ClusterHost host) {
    var all = new LinkedHashMap<>(image.env());
    all.putAll(cluster.env());
    all.putAll(host.env());
    all.putAll(computed());
    all.put("HostIP", host.address());
    all.put("HostIPFamily", host.address().contains(":") ? "6" : "4");
    return Collections.unmodifiableMap(all);
  }

  /** For files and commands of an application; the same on every host. */
  public Map<String, String> of(Application app, Optional<AppConfig> config) {
    var all = new LinkedHashMap<>(image.env());
    all.putAll(app.env());
    all.putAll(cluster.env());
    config.ifPresent(c -> all.putAll(c.env()));
    all.putAll(computed());
    return Collections.unmodifiableMap(all);
  }

  /** For commands that belong to no application. */
  public Map<String, String> ofCommands() {
    var all = new LinkedHashMap<>(image.env());
    all.putAll(cluster.env());
    all.putAll(computed());
    return Collections.unmodifiableMap(all);
  }

  private Map<String, String> computed() {
    var all = new LinkedHashMap<String, String>();
    all.put("ClusterName", cluster.name());
    String services =
        cluster.env().getOrDefault("SvcCIDR", image.env().getOrDefault("SvcCIDR", SERVICES));
    Cidr.address(services, 1).ifPresent(ip -> all.put("KubeSvcIP", ip));
    Cidr.address(services, 10).ifPresent(ip -> all.put("DNSSvcIP", ip));
    RegistrySpec.Local local = cluster.registry().local();
    registry(all, "LocalRegistry", local.domain(), local.port());
    registry(all, "Registry", local.domain(), local.port());
    cluster
        .registry()
        .external()
        .ifPresent(
            external -> {
              registry(all, "ExternalRegistry", external.domain(), external.port());
              registry(all, "Registry", external.domain(), external.port());
              if (!external.project().isEmpty()) {
                all.merge("RegistryURL", "/" + external.project(), String::concat);
                all.merge("ExternalRegistryURL", "/" + external.project(), String::concat);
              }
            });
    all.put("ContainerRuntime", cluster.containerRuntime().orElse("containerd"));
    return all;
  }

  private static void registry(Map<String, String> into, String prefix, String domain, int port) {
    into.put(prefix + "Domain", domain);
    into.put(prefix + "Port", port == 0 ? "" : String.valueOf(port));
    into.put(prefix + "URL", port == 0 ? domain : domain + ":" + port);
  }
}
