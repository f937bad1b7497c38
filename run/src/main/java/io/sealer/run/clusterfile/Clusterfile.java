package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything one Clusterfile says.
 *
 * @param cluster the Cluster document
 * @param configs Config documents, in order
 * @param plugins Plugin documents, in order
 * @param application the Application document
 * @param kubeadm documents for kubeadm, kubelet and kube-proxy, in order, as written
 * @param warnings what was read as something else, or has no effect
 */
public record Clusterfile(
    Cluster cluster,
    List<ConfigObject> configs,
    List<PluginObject> plugins,
    Optional<ApplicationObject> application,
    List<KubeadmDocument> kubeadm,
    List<String> warnings) {
  public Clusterfile {
    configs = List.copyOf(configs);
    plugins = List.copyOf(plugins);
    kubeadm = List.copyOf(kubeadm);
    warnings = List.copyOf(warnings);
  }

  /** A Clusterfile with nothing but its Cluster. */
  public static Clusterfile of(Cluster cluster) {
    return new Clusterfile(cluster, List.of(), List.of(), Optional.empty(), List.of(), List.of());
  }

  /** The same for another cluster description. */
  public Clusterfile withCluster(Cluster value) {
    return new Clusterfile(value, configs, plugins, application, kubeadm, warnings);
  }

  /** What is written and changes nothing, each with the reason. */
  public List<String> withoutEffect() {
    return cluster.withoutEffect();
  }

  /**
   * What is missing or contradictory before anything can run; empty means it can. A file alone may
   * be incomplete, because flags add to it.
   */
  public List<String> incomplete() {
    var problems = new ArrayList<String>();
    if (cluster.image().isEmpty()) {
      problems.add("no image: name one as argument or in spec.image");
    }
    if (!cluster.hasMaster()) {
      problems.add("no master: give --masters or a host with role master in spec.hosts");
    }
    problems.addAll(cluster.contradictions());
    return List.copyOf(problems);
  }
}
