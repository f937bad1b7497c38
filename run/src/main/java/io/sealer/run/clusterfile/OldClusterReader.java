package io.sealer.run.clusterfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Cluster of version v1alpha1 and turns it into version 2 (sealer-reference, 3.3). */
final class OldClusterReader {
  private OldClusterReader() {}

  static Cluster cluster(Fields document) {
    document.value("apiVersion");
    document.value("kind");
    document.value("status");
    String name = document.object("metadata").map(ClusterReader::name).orElse(Cluster.DEFAULT_NAME);
    document.require("spec");
    Cluster cluster =
        document.object("spec").map(s -> spec(name, s)).orElseGet(() -> Cluster.named(name));
    document.end();
    return cluster;
  }

  private static Cluster spec(String name, Fields spec) {
    Map<String, String> env = new LinkedHashMap<>(spec.pairs("env"));
    network(spec, env);
    List<String> sans = spec.texts("certSANS");
    if (!sans.isEmpty()) {
      env.putIfAbsent("CertSANs", String.join(",", sans));
    }
    var groups = new ArrayList<HostGroup>();
    group(spec, "masters", ClusterHost.MASTER).ifPresent(groups::add);
    group(spec, "nodes", ClusterHost.NODE).ifPresent(groups::add);
    Cluster cluster = Cluster.named(name).withEnv(env).withGroups(groups);
    cluster = spec.text("image").map(cluster::withImage).orElse(cluster);
    cluster = spec.object("ssh").map(ClusterReader::ssh).map(cluster::withSsh).orElse(cluster);
    cluster =
        spec.parsed("provider", ClusterReader::provider).map(cluster::withProvider).orElse(cluster);
    spec.end();
    return cluster;
  }

  private static void network(Fields spec, Map<String, String> env) {
    spec.object("network")
        .ifPresent(
            network -> {
              network.text("podCIDR").ifPresent(cidr -> env.putIfAbsent("PodCIDR", cidr));
              network.text("svcCIDR").ifPresent(cidr -> env.putIfAbsent("SvcCIDR", cidr));
              network.end();
            });
  }

  private static Optional<HostGroup> group(Fields spec, String field, String role) {
    return spec.object(field)
        .map(
            hosts -> {
              List<String> ips =
                  hosts.parsedList("ipList", Addresses::parse).stream()
                      .flatMap(List::stream)
                      .toList();
              int count = hosts.number("count", 1, 100).orElse(0);
              for (String cloud : List.of("cpu", "memory", "systemDisk", "dataDisks")) {
                hosts.value(cloud).ifPresent(n -> hosts.problems().at(n, cloudOnly(cloud)));
              }
              hosts.end();
              return ips.isEmpty() ? HostGroup.counted(role, count) : HostGroup.of(role, ips);
            });
  }

  private static String cloudOnly(String field) {
    return "'"
        + field
        + "' describes cloud machines; BAREMETAL and CONTAINER hosts have no such field";
  }
}
