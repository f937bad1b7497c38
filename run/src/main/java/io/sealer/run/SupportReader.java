package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterHome.RunningImage;
import io.sealer.run.support.ClusterSecrets;
import io.sealer.run.support.Collector;
import io.sealer.run.support.scrub.KnownSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks all hosts at once, then Kubernetes, and puts the answers into one file. */
final class SupportReader {
  private final RunEnvironment environment;
  private final SupportRequest request;

  SupportReader(RunEnvironment environment, SupportRequest request) {
    this.environment = environment;
    this.request = request;
  }

  int write() throws RunException, InterruptedException {
    String name = request.of().cluster();
    ClusterHome home = ClusterHome.of(environment.home(), name);
    try {
      Clusterfile saved = SavedCluster.require(environment, home, name);
      Cluster cluster = saved.cluster().withSsh(request.of().ssh().over(saved.cluster().ssh()));
      Set<String> secrets = ClusterSecrets.of(saved.withCluster(cluster));
      var unread = new LinkedHashMap<String, String>();
      secrets.addAll(logins(cluster, home, unread));
      var connector = environment.connector(home.image().flatMap(RunningImage::knownHosts));
      try (var sessions = new HostSessions(connector);
          var collector =
              new Collector(request.file(), "support-" + name, KnownSecrets.of(secrets))) {
        unread.forEach((r, why) -> collector.missing("this machine", "the login at " + r, why));
        local(home, collector);
        Map<String, HostException> unreached = sessions.connect(cluster.hosts());
        unreached.forEach((host, why) -> collector.missing(host, "everything", why.problem()));
        hosts(cluster, unreached, sessions, collector);
        kubernetes(cluster, unreached, sessions, collector);
        return collector.finish(about(cluster));
      }
    } catch (IOException e) {
      throw Failures.of(e);
    } catch (HostException e) {
      throw Failures.of(e);
    }
  }

  /** Neither the keys of the cluster's authority nor the administrator's kubeconfig. */
  private static void local(ClusterHome home, Collector collector)
      throws IOException, InterruptedException {
    collector.local("Clusterfile", home.directory().resolve("Clusterfile"));
    collector.local("state.json", home.directory().resolve("state.json"));
    collector.local("journal.jsonl", home.journal());
  }

  private Map<String, Object> about(Cluster cluster) {
    var about = new LinkedHashMap<String, Object>();
    about.put("cluster", cluster.name());
    about.put("sealer", request.version());
    about.put("made", request.made().toString());
    about.put("hosts", cluster.hosts().stream().map(ClusterHost::address).toList());
    return about;
  }

  /** What this user shows to the registries that the cluster's images come from. */
  private Set<String> logins(Cluster cluster, ClusterHome home, Map<String, String> unread)
      throws IOException {
    var registries = new LinkedHashSet<String>();
    registries.add(cluster.registry().local().endpoint());
    cluster.registry().external().ifPresent(e -> registries.add(e.domain()));
    home.image().ifPresent(image -> registries.addAll(image.registries()));
    var secrets = new LinkedHashSet<String>();
    for (String registry : registries) {
      try {
        request.logins().find(registry).map(SupportReader::secret).ifPresent(secrets::add);
      } catch (OciException e) {
        unread.put(registry, String.valueOf(e.getMessage()));
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

  private static void hosts(
      Cluster cluster,
      Map<String, HostException> unreached,
      HostSessions sessions,
      Collector collector)
      throws InterruptedException, IOException {
    var looks = new ArrayList<Callable<Path>>();
    for (ClusterHost host : cluster.hosts()) {
      if (!unreached.containsKey(host.address())) {
        looks.add(
            () -> {
              collector.host(host.address(), sessions.session(host.address()));
              return Path.of(host.address());
            });
      }
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Path> each : threads.invokeAll(looks)) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the bundle cannot be written: " + e.getMessage(), e);
    }
  }

  private static void kubernetes(
      Cluster cluster,
      Map<String, HostException> unreached,
      HostSessions sessions,
      Collector collector)
      throws HostException, IOException, InterruptedException {
    Optional<ClusterHost> master = StatusReader.answering(cluster, unreached, sessions);
    if (master.isEmpty()) {
      collector.missing("cluster", "objects, events, etcd", "no API server is ready");
      return;
    }
    String address = master.get().address();
    collector.cluster(address, sessions.session(address));
  }
}
