package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.run.check.ClusterCheck;
import io.sealer.run.check.Finding;
import io.sealer.run.check.HostCheck;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterHome.RunningImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at every host of a cluster at once, then at Kubernetes. */
final class CheckReader {
  private final RunEnvironment environment;
  private final StatusRequest request;

  CheckReader(RunEnvironment environment, StatusRequest request) {
    this.environment = environment;
    this.request = request;
  }

  List<Finding> read() throws RunException, InterruptedException {
    ClusterHome home = ClusterHome.of(environment.home(), request.cluster());
    try {
      Cluster saved = SavedCluster.require(environment, home, request.cluster()).cluster();
      Cluster cluster = saved.withSsh(request.ssh().over(saved.ssh()));
      var connector = environment.connector(home.image().flatMap(RunningImage::knownHosts));
      try (var sessions = new HostSessions(connector)) {
        Map<String, HostException> unreached = sessions.connect(cluster.hosts());
        var found = new ArrayList<Finding>();
        unreached.forEach(
            (host, why) -> found.add(Finding.fail(host, "ssh", why.problem(), why.hint())));
        found.addAll(hosts(cluster, unreached, sessions));
        found.addAll(kubernetes(cluster, unreached, sessions));
        return found;
      }
    } catch (IOException e) {
      throw Failures.of(e);
    } catch (HostException e) {
      throw Failures.of(e);
    }
  }

  private static List<Finding> hosts(
      Cluster cluster, Map<String, HostException> unreached, HostSessions sessions)
      throws InterruptedException {
    var looks = new ArrayList<Callable<List<Finding>>>();
    for (ClusterHost host : cluster.hosts()) {
      if (!unreached.containsKey(host.address())) {
        looks.add(() -> host(host, sessions));
      }
    }
    var found = new ArrayList<Finding>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Finding>> each : threads.invokeAll(looks)) {
        found.addAll(each.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look at a host answers with findings", e.getCause());
    }
    return found;
  }

  private static List<Finding> host(ClusterHost host, HostSessions sessions) {
    try {
      return new HostCheck(host.address(), host.isMaster(), sessions.session(host.address()))
          .findings();
    } catch (HostException e) {
      return List.of(Finding.fail(host.address(), "host", e.problem(), e.hint()));
    }
  }

  private static List<Finding> kubernetes(
      Cluster cluster, Map<String, HostException> unreached, HostSessions sessions)
      throws HostException {
    Optional<ClusterHost> master = StatusReader.answering(cluster, unreached, sessions);
    if (master.isEmpty()) {
      return List.of(
          Finding.fail(
              Finding.CLUSTER,
              "apiserver",
              "no API server is ready",
              "look at the containers of kube-apiserver and etcd on the masters"));
    }
    List<String> hosts = cluster.hosts().stream().map(ClusterHost::address).toList();
    return new ClusterCheck(sessions.session(master.get().address())).findings(hosts);
  }
}
