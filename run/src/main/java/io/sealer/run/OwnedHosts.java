package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.Revision;
import io.sealer.run.state.RunningImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * The hosts of a remembered cluster, divided into those that are still its own, and others.
 *
 * @param cluster the cluster
 * @param sessions connections with its hosts, which have told what they remember
 * @param others hosts that cannot be asked or have gone to another cluster, and what to do about it
 */
record OwnedHosts(Cluster cluster, HostSessions sessions, Map<ClusterHost, HostProblem> others) {
  /** Connects with all hosts of a cluster and asks whose each is. */
  static OwnedHosts of(Cluster cluster, HostSessions sessions) throws InterruptedException {
    var silent = new ConcurrentHashMap<>(sessions.connect(cluster.hosts()));
    var questions = new ArrayList<Callable<Object>>();
    for (ClusterHost host : cluster.hosts()) {
      if (!silent.containsKey(host.address())) {
        questions.add(Executors.callable(() -> ask(host.address(), sessions, silent)));
      }
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(questions);
    }
    var others = new LinkedHashMap<ClusterHost, HostProblem>();
    for (ClusterHost host : cluster.hosts()) {
      Optional.ofNullable(silent.get(host.address()))
          .map(e -> HostProblem.fatal(host.address(), "ssh", e.problem(), e.hint()))
          .or(() -> sessions.memory(host).flatMap(m -> stranger(host, m, cluster.name())))
          .ifPresent(problem -> others.put(host, problem));
    }
    return new OwnedHosts(cluster, sessions, others);
  }

  private static void ask(
      String address, HostSessions sessions, Map<String, HostException> silent) {
    try {
      sessions.recall(address);
    } catch (HostException e) {
      silent.put(address, e);
    }
  }

  private static Optional<HostProblem> stranger(ClusterHost host, HostMemory memory, String name) {
    return Optional.of(memory)
        .filter(m -> m.isOfAnother(name))
        .map(
            m ->
                HostProblem.fatal(
                    host.address(),
                    "cluster",
                    "it belongs to cluster " + m.cluster(),
                    "sealer delete %s removes that one; --forget-unreachable leaves such hosts alone and forgets them"
                        .formatted(m.cluster())));
  }

  /** Hosts of the cluster, and those that a run has not come to or that are clean already. */
  List<ClusterHost> own() {
    return cluster.hosts().stream().filter(host -> !others.containsKey(host)).toList();
  }

  /** Own hosts that know of changes which this machine has missed: there may be more hosts. */
  List<HostProblem> missed(ClusterHome home) throws IOException {
    Revision known = home.revision();
    List<HostProblem> missed = missed(known, known);
    return missed.isEmpty() ? missed : missed(known, begun(home));
  }

  private List<HostProblem> missed(Revision known, Revision begun) {
    var missed = new ArrayList<HostProblem>();
    for (ClusterHost host : own()) {
      sessions
          .memory(host)
          .flatMap(memory -> memory.missed(host.address(), known, begun))
          .ifPresent(missed::add);
    }
    return missed;
  }

  /** What a run of this machine that was killed may have told masters already. */
  private static Revision begun(ClusterHome home) throws IOException {
    Optional<Clusterfile> file = home.clusterfile();
    Optional<RunningImage> image = home.image();
    return file.isPresent() && image.isPresent()
        ? home.record(file.get(), image.get()).revision()
        : home.revision();
  }
}
