package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.kubernetes.Kubectl;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A cluster that is remembered, and the connections with its hosts.
 *
 * @param home where it is remembered
 * @param file as it was last applied, reached as the request says
 * @param image that runs
 * @param sessions with its hosts, once they are connected
 * @param unreached hosts that could not be, and why
 */
record ReachedCluster(
    ClusterHome home,
    Clusterfile file,
    Optional<RunningImage> image,
    HostSessions sessions,
    Map<String, HostException> unreached) {
  /** What is done with a cluster. */
  interface Work<T> {
    T with(ReachedCluster cluster)
        throws HostException, IOException, RunException, InterruptedException;
  }

  /** What is done on one host. */
  interface HostWork<T> {
    T on(ClusterHost host, Session session) throws HostException, IOException, InterruptedException;
  }

  /**
   * Does something with a cluster, whose connections end afterwards.
   *
   * @throws RunException when the cluster is not known here, and for what went wrong on hosts and
   *     on this machine's disk
   */
  static <T> T of(RunEnvironment environment, StatusRequest request, Work<T> work)
      throws RunException, InterruptedException {
    ClusterHome home = ClusterHome.of(environment.home(), request.cluster());
    try {
      Clusterfile saved = SavedCluster.require(environment, home, request.cluster());
      Cluster cluster = saved.cluster().withSsh(request.ssh().over(saved.cluster().ssh()));
      Optional<RunningImage> image = home.image();
      var connector = environment.connector(image.flatMap(RunningImage::knownHosts));
      try (var sessions = new HostSessions(connector)) {
        return work.with(
            new ReachedCluster(
                home, saved.withCluster(cluster), image, sessions, new LinkedHashMap<>()));
      }
    } catch (IOException e) {
      throw Failures.of(e);
    } catch (HostException e) {
      throw Failures.of(e);
    }
  }

  Cluster cluster() {
    return file.cluster();
  }

  /** Connects with hosts; answers those that are reached. */
  List<ClusterHost> connect(List<ClusterHost> hosts) throws InterruptedException {
    hosts.forEach(host -> unreached.remove(host.address()));
    unreached.putAll(sessions.connect(hosts));
    return hosts.stream().filter(host -> !unreached.containsKey(host.address())).toList();
  }

  Session session(ClusterHost host) throws HostException {
    return sessions.session(host.address());
  }

  /** The first connected master whose API server answers; one that is lost now is unreached too. */
  Optional<ClusterHost> answering() {
    for (ClusterHost master : cluster().masters()) {
      if (!unreached.containsKey(master.address()) && isReady(master)) {
        return Optional.of(master);
      }
    }
    return Optional.empty();
  }

  private boolean isReady(ClusterHost master) {
    try {
      return new Kubectl(session(master)).exec("get", "--raw", "/readyz").ok();
    } catch (HostException e) {
      unreached.put(master.address(), e);
      return false;
    }
  }

  /** Does something on several hosts at once; answers in their order. */
  <T> List<T> onEach(List<ClusterHost> hosts, HostWork<T> work)
      throws HostException, IOException, InterruptedException {
    var calls = hosts.stream().<Callable<T>>map(h -> () -> work.on(h, session(h))).toList();
    var answers = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> each : threads.invokeAll(calls)) {
        answers.add(each.get());
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case HostException why -> throw why;
        case IOException why -> throw why;
        case null, default -> throw new IllegalStateException("work on a host fails otherwise", e);
      }
    }
    return answers;
  }
}
