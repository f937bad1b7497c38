package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterHome.RunningImage;
import io.sealer.run.support.Collector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

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
      Cluster saved = SavedCluster.require(environment, home, name).cluster();
      Cluster cluster = saved.withSsh(request.of().ssh().over(saved.ssh()));
      var connector = environment.connector(home.image().flatMap(RunningImage::knownHosts));
      try (var sessions = new HostSessions(connector);
          var collector = new Collector(request.file(), "support-" + name, secrets(cluster))) {
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
  private static void local(ClusterHome home, Collector collector) throws IOException {
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

  private List<String> secrets(Cluster cluster) {
    return Stream.concat(
            Stream.of(request.of().ssh(), cluster.ssh()),
            cluster.hosts().stream().map(ClusterHost::ssh))
        .flatMap(SupportReader::secrets)
        .map(Secret::revealText)
        .distinct()
        .toList();
  }

  private static Stream<Secret> secrets(Ssh ssh) {
    return Stream.of(ssh.password(), ssh.keyPassphrase(), ssh.sudoPassword())
        .flatMap(Optional::stream);
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
      throws HostException, IOException {
    Optional<ClusterHost> master = StatusReader.answering(cluster, unreached, sessions);
    if (master.isEmpty()) {
      collector.missing("cluster", "objects, events, etcd", "no API server is ready");
      return;
    }
    String address = master.get().address();
    collector.cluster(address, sessions.session(address));
  }
}
