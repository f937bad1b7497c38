package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.support.ClusterSecrets;
import io.sealer.run.support.Collector;
import io.sealer.run.support.scrub.KnownSecrets;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks all hosts at once, then Kubernetes, and puts the answers into one file. */
final class SupportReader {
  private final SupportRequest request;
  private final ReachedCluster cluster;
  private final Map<String, String> unreadLogins = new LinkedHashMap<>();

  SupportReader(SupportRequest request, ReachedCluster cluster) {
    this.request = request;
    this.cluster = cluster;
  }

  int write() throws HostException, IOException, InterruptedException {
    Set<String> secrets = ClusterSecrets.of(cluster.file());
    secrets.addAll(logins());
    String directory = "support-" + request.of().cluster();
    try (var collector = new Collector(request.file(), directory, KnownSecrets.of(secrets))) {
      unreadLogins.forEach(
          (registry, why) -> collector.missing("this machine", "the login at " + registry, why));
      local(cluster.home(), collector);
      List<ClusterHost> reached = cluster.connect(cluster.cluster().hosts());
      cluster
          .unreached()
          .forEach((host, why) -> collector.missing(host, "everything", why.problem()));
      cluster.onEach(
          reached,
          (host, session) -> {
            collector.host(host.address(), session);
            return host;
          });
      kubernetes(collector);
      return collector.finish(about());
    }
  }

  /** Neither the keys of the cluster's authority nor the administrator's kubeconfig. */
  private static void local(ClusterHome home, Collector collector)
      throws IOException, InterruptedException {
    collector.local("Clusterfile", home.directory().resolve("Clusterfile"));
    collector.local("state.json", home.directory().resolve("state.json"));
    collector.local("journal.jsonl", home.journal());
  }

  private Map<String, Object> about() {
    var about = new LinkedHashMap<String, Object>();
    about.put("cluster", request.of().cluster());
    about.put("sealer", request.version());
    about.put("made", request.made().toString());
    about.put("hosts", cluster.cluster().hosts().stream().map(ClusterHost::address).toList());
    return about;
  }

  /** What this user shows to the registries that the cluster's images come from. */
  private Set<String> logins() {
    Cluster of = cluster.cluster();
    var registries = new LinkedHashSet<String>();
    registries.add(of.registry().local().endpoint());
    of.registry().external().ifPresent(e -> registries.add(e.endpoint()));
    cluster.image().ifPresent(image -> registries.addAll(image.registries()));
    var secrets = new LinkedHashSet<String>();
    for (String registry : registries) {
      try {
        request.logins().find(registry).map(SupportReader::secret).ifPresent(secrets::add);
      } catch (OciException e) {
        unreadLogins.put(registry, String.valueOf(e.getMessage()));
      }
    }
    return secrets;
  }

  private static String secret(Credential login) {
    return switch (login) {
      case Credential.Basic(_, String password) -> password;
      case Credential.IdentityToken(String token) -> token;
    };
  }

  private void kubernetes(Collector collector)
      throws HostException, IOException, InterruptedException {
    Optional<ClusterHost> master = cluster.answering();
    if (master.isEmpty()) {
      collector.missing("cluster", "objects, events, etcd", "no API server is ready");
      return;
    }
    collector.cluster(master.get().address(), cluster.session(master.get()));
  }
}
