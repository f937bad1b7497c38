package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.kubernetes.EtcdMembers;
import io.sealer.run.preflight.HostProbe;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.preflight.KubeletProbe;
import io.sealer.run.preflight.Preflight;
import io.sealer.run.state.Revision;
import io.sealer.run.steps.HostPaths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at every host at once and judges what it finds; also hears what leaving hosts remember. */
final class HostSurvey {
  private final Cluster cluster;
  private final ClusterImage image;
  private final List<ClusterHost> leaving;
  private final HostSessions sessions;
  private final Map<String, Facts> facts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<HostProblem> found = new ConcurrentLinkedQueue<>();

  /** Of a cluster that no host leaves. */
  HostSurvey(Cluster cluster, ClusterImage image, HostSessions sessions) {
    this(cluster, List.of(), image, sessions);
  }

  /**
   * Of a cluster that hosts leave.
   *
   * @param leaving may be dead: whatever is wrong with them prevents nothing
   */
  HostSurvey(
      Cluster cluster, List<ClusterHost> leaving, ClusterImage image, HostSessions sessions) {
    this.cluster = cluster;
    this.leaving = List.copyOf(leaving);
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

  /** Problems as a request takes them. */
  List<HostProblem> judged(RunRequest request, List<HostProblem> problems) {
    Set<String> workers =
        cluster.workers().stream().map(ClusterHost::address).collect(Collectors.toSet());
    return problems.stream().map(problem -> request.judged(problem, workers)).toList();
  }

  /** A cluster without the hosts that have told nothing; after {@link #problems}. */
  Cluster present(Cluster of) {
    return of.without(
        of.hosts().stream().map(ClusterHost::address).filter(a -> !facts.containsKey(a)).toList());
  }

  /** Which masters have etcd, and which start it together; after {@link #problems}. */
  EtcdMembers etcd() {
    var told = new LinkedHashMap<String, List<String>>();
    for (ClusterHost host : everybody()) {
      ours(host).ifPresent(memory -> told.put(host.address(), memory.etcd()));
    }
    return EtcdMembers.of(cluster.masters(), told);
  }

  /**
   * The members, their first master one that has the cluster's state; after {@link #problems}.
   *
   * @throws RunException.Invalid when no master that stays has it, and one that leaves has or may
   */
  Membership led(Membership members) throws RunException {
    List<String> silent =
        leaving.stream()
            .filter(ClusterHost::isMaster)
            .filter(host -> ours(host).isEmpty())
            .map(ClusterHost::address)
            .toList();
    return members.ledBy(etcd(), silent);
  }

  private List<ClusterHost> everybody() {
    return Stream.concat(cluster.hosts().stream(), leaving.stream()).toList();
  }

  /** What a host remembers of this cluster; empty when it was not reached or has left it. */
  private Optional<HostMemory> ours(ClusterHost host) {
    return sessions.memory(host).filter(memory -> !memory.isOfAnother(cluster.name()));
  }

  /**
   * Hosts that come and still have what a cluster of this name gave them, which has forgotten them
   * or is another one by now: with its certificates, or an etcd that others do not know, they can
   * neither serve nor join; after {@link #problems}.
   *
   * @param known addresses of the hosts that the cluster has
   */
  List<HostProblem> strays(List<String> known) {
    Set<String> authorities =
        everybody().stream()
            .filter(ClusterHost::isMaster)
            .flatMap(master -> ours(master).stream())
            .flatMap(memory -> memory.authority().stream())
            .collect(Collectors.toSet());
    return cluster.hosts().stream()
        .filter(host -> !known.contains(host.address()))
        .filter(host -> ours(host).map(m -> isStray(host, m, authorities)).orElse(false))
        .map(this::stray)
        .toList();
  }

  private static boolean isStray(ClusterHost host, HostMemory memory, Set<String> authorities) {
    return host.isMaster()
        ? !memory.etcd().isEmpty()
        : memory.authority().isPresent() && !authorities.contains(memory.authority().get());
  }

  private HostProblem stray(ClusterHost host) {
    return HostProblem.fatal(
        host.address(),
        "cluster",
        "it was in a cluster of this name, which has forgotten it while it did not answer",
        "clean it first: sealer delete %s --hosts %s".formatted(cluster.name(), host.address()));
  }

  /**
   * Masters that know of changes which this machine has missed; after {@link #problems}.
   *
   * @param known what this machine knows
   * @param wanted what it is about to record, or has in a run that was killed
   */
  List<HostProblem> missed(Revision known, Revision wanted) {
    var missed = new ArrayList<HostProblem>();
    for (ClusterHost host : cluster.hosts()) {
      ours(host).flatMap(m -> m.missed(host.address(), known, wanted)).ifPresent(missed::add);
    }
    return missed;
  }

  /**
   * Everything that is wrong, host by host.
   *
   * @param neededBytes space that a host needs which has nothing yet
   */
  List<HostProblem> problems(ToLongFunction<ClusterHost> neededBytes) throws InterruptedException {
    Map<String, HostException> unreached = sessions.connect(everybody());
    List<String> masters = cluster.masters().stream().map(HostSurvey::door).toList();
    var looks = new ArrayList<Callable<Object>>();
    for (ClusterHost host : cluster.hosts()) {
      Optional<HostException> why = Optional.ofNullable(unreached.get(host.address()));
      why.map(e -> HostProblem.fatal(host.address(), "ssh", e.problem(), wayOut(host, e)))
          .ifPresentOrElse(
              found::add, () -> looks.add(Executors.callable(() -> look(host, masters))));
    }
    for (ClusterHost host : leaving) {
      if (!unreached.containsKey(host.address())) {
        looks.add(Executors.callable(() -> hear(host)));
      }
    }
    inParallel(looks);
    inParallel(kubelets());
    var known = new LinkedHashMap<ClusterHost, Facts>();
    for (ClusterHost host : cluster.hosts()) {
      Optional.ofNullable(facts.get(host.address())).ifPresent(f -> known.put(host, f));
    }
    var problems = new ArrayList<>(found);
    problems.addAll(Preflight.judge(known, neededBytes));
    return problems;
  }

  private static String wayOut(ClusterHost host, HostException e) {
    return host.isMaster()
        ? e.hint()
        : e.hint() + "; or go on without this worker: --ignore-preflight ssh";
  }

  /** Where a host lets others in: {@code ADDRESS,PORT} of its ssh server. */
  static String door(ClusterHost host) {
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
      otherOwner(address, sessions.recall(address));
      if (Preflight.isFresh(seen)) {
        tryOut(host, session, masters);
      }
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

  /** Masters try hosts that come, once it is known who comes; no host is asked when nobody does. */
  private List<Callable<Object>> kubelets() {
    List<ClusterHost> fresh =
        cluster.hosts().stream()
            .filter(
                host ->
                    Optional.ofNullable(facts.get(host.address()))
                        .filter(Preflight::isFresh)
                        .isPresent())
            .toList();
    return cluster.masters().stream()
        .filter(master -> facts.containsKey(master.address()))
        .filter(master -> fresh.stream().anyMatch(host -> !host.equals(master)))
        .map(master -> Executors.callable(() -> kubelets(master, fresh)))
        .toList();
  }

  private void kubelets(ClusterHost master, List<ClusterHost> fresh) {
    List<String> others =
        fresh.stream().filter(host -> !host.equals(master)).map(HostSurvey::door).toList();
    try {
      Session session = sessions.session(master.address());
      List<String> told = session.run(KubeletProbe.command(others)).lines();
      KubeletProbe.judge(master.address(), told).ifPresent(found::add);
    } catch (HostException e) {
      found.add(HostProblem.fatal(master.address(), "network", e.problem(), e.hint()));
    }
  }

  private static void inParallel(List<Callable<Object>> all) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(all);
    }
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

  /** A host that leaves may be as it likes; that others have it now is told. */
  private void hear(ClusterHost host) {
    try {
      HostMemory memory = sessions.recall(host.address());
      if (memory.isOfAnother(cluster.name())) {
        found.add(
            HostProblem.warning(
                host.address(),
                "cluster",
                "it belongs to cluster " + memory.cluster() + " now",
                "it is forgotten here, and not cleaned"));
      }
    } catch (HostException e) {
      // As good as dead: nothing is known of it.
    }
  }

  private void otherOwner(String address, HostMemory memory) {
    if (memory.isOfAnother(cluster.name())) {
      found.add(
          HostProblem.fatal(
              address,
              "cluster",
              "it belongs to cluster " + memory.cluster(),
              "remove that cluster first: sealer delete " + memory.cluster()));
    }
  }
}
