package io.sealer.run;

import io.sealer.host.Command;
import io.sealer.host.Facts;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.kubernetes.EtcdMembers;
import io.sealer.run.kubernetes.KeepRecord;
import io.sealer.run.preflight.HostProbe;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.preflight.Preflight;
import io.sealer.run.state.Revision;
import io.sealer.run.steps.HostPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;

/** Looks at every host at once and judges what it finds. */
final class HostSurvey {
  /**
   * The cluster's name, the revision that the host has of its record, then what the host's etcd
   * started with, one address a line.
   */
  private static final Command WHOSE =
      Command.script(
              """
              cat /var/lib/sealer/node/cluster 2>/dev/null || echo
              cat "$1" 2>/dev/null || echo
              cat /var/lib/sealer/node/etcd-members 2>/dev/null || true
              """,
              KeepRecord.MARK)
          .named("look which cluster it belongs to");

  private final Cluster cluster;
  private final ClusterImage image;
  private final HostSessions sessions;
  private final Map<String, Facts> facts = new ConcurrentHashMap<>();
  private final Map<String, List<String>> etcd = new ConcurrentHashMap<>();
  private final Map<String, Revision> revisions = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<HostProblem> found = new ConcurrentLinkedQueue<>();

  HostSurvey(Cluster cluster, ClusterImage image, HostSessions sessions) {
    this.cluster = cluster;
    this.image = image;
    this.sessions = sessions;
  }

  /** What each host is, by address; after {@link #problems}. */
  Map<String, Facts> facts() {
    var ordered = new LinkedHashMap<String, Facts>();
    for (ClusterHost host : cluster.hosts()) {
      Optional.ofNullable(facts.get(host.address())).ifPresent(f -> ordered.put(host.address(), f));
    }
    return ordered;
  }

  /** Which masters start etcd together; after {@link #problems}. */
  EtcdMembers etcd() {
    return EtcdMembers.of(cluster.masters(), etcd);
  }

  /**
   * Masters that know of changes which this machine has missed; after {@link #problems}.
   *
   * @param known what this machine knows
   * @param wanted what it is about to record, or has in a run that was killed
   */
  List<HostProblem> missed(Revision known, Revision wanted) {
    return revisions.entrySet().stream()
        .filter(entry -> entry.getValue().isNewsTo(known, wanted))
        .map(
            entry ->
                HostProblem.fatal(
                    entry.getKey(),
                    "state",
                    known.equals(Revision.NONE)
                        ? "the cluster is known to another machine, and not to this one"
                        : "the cluster was changed from another machine in the meantime",
                    "learn what it is now: sealer adopt " + entry.getKey()))
        .toList();
  }

  /**
   * Everything that is wrong, host by host.
   *
   * @param neededBytes space that a host needs which has nothing yet
   */
  List<HostProblem> problems(ToLongFunction<ClusterHost> neededBytes) throws InterruptedException {
    Map<String, HostException> unreached = sessions.connect(cluster.hosts());
    List<String> masters = cluster.masters().stream().map(HostSurvey::door).toList();
    unreached.forEach(
        (host, why) -> found.add(HostProblem.fatal(host, "ssh", why.problem(), why.hint())));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(
          cluster.hosts().stream()
              .filter(host -> !unreached.containsKey(host.address()))
              .map(host -> Executors.callable(() -> look(host, masters)))
              .toList());
    }
    var known = new LinkedHashMap<ClusterHost, Facts>();
    for (ClusterHost host : cluster.hosts()) {
      Optional.ofNullable(facts.get(host.address())).ifPresent(f -> known.put(host, f));
    }
    var problems = new ArrayList<>(found);
    problems.addAll(Preflight.judge(known, neededBytes));
    return problems;
  }

  /** Where a host lets others in: {@code ADDRESS,PORT} of its ssh server. */
  private static String door(ClusterHost host) {
    return host.address() + "," + host.ssh().target(host.address()).port();
  }

  private void look(ClusterHost host, List<String> masters) {
    String address = host.address();
    try {
      Session session = sessions.session(address);
      Facts seen =
          session.facts(List.of(HostPaths.NODE, HostPaths.data(cluster), "/var/lib/containerd"));
      facts.put(address, seen);
      platform(address, seen);
      List<String> told = session.run(WHOSE).stdout().lines().map(String::strip).toList();
      otherOwner(address, told.isEmpty() ? "" : told.getFirst());
      told.stream()
          .skip(1)
          .limit(1)
          .flatMap(line -> Revision.parse(line).stream())
          .forEach(revision -> revisions.put(address, revision));
      if (Preflight.isFresh(seen)) {
        tryOut(host, session, masters);
      }
      etcd.put(address, told.stream().skip(2).filter(line -> !line.isEmpty()).toList());
    } catch (HostException e) {
      found.add(HostProblem.fatal(address, "facts", e.problem(), e.hint()));
    }
  }

  private void tryOut(ClusterHost host, Session session, List<String> masters)
      throws HostException {
    List<String> others =
        masters.stream().filter(door -> !door.startsWith(host.address() + ",")).toList();
    List<String> told = session.run(HostProbe.command(host.isMaster(), others)).lines();
    found.addAll(HostProbe.judge(host.address(), told));
  }

  private void platform(String address, Facts seen) {
    Platform platform = Wish.platform(seen);
    if (image.rootfs(platform).isEmpty()) {
      found.add(
          HostProblem.fatal(
              address,
              "platform",
              "the image has no files for " + platform,
              "pull or build the image for this platform"));
    }
  }

  private void otherOwner(String address, String owner) {
    if (!owner.isEmpty() && !owner.equals(cluster.name())) {
      found.add(
          HostProblem.fatal(
              address,
              "cluster",
              "it belongs to cluster " + owner,
              "remove that cluster first: sealer delete " + owner));
    }
  }
}
