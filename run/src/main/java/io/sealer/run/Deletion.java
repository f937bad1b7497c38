package io.sealer.run;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.clusterfile.ProviderKind;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Executor;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.Step;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.Provider;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.reset.ResetHost;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.UserKubeconfig;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes one cluster. */
final class Deletion {
  private final RunEnvironment environment;
  private final DeleteRequest request;
  private final ProviderListener listener;
  private final ClusterHome home;

  Deletion(RunEnvironment environment, DeleteRequest request, ProviderListener listener) {
    this.environment = environment;
    this.request = request;
    this.listener = listener;
    this.home = ClusterHome.of(environment.home(), request.cluster());
  }

  DeleteResult delete(EventListener events) throws RunException, InterruptedException {
    try {
      if (!request.strays().isEmpty()) {
        return resetStrays(events);
      }
      Clusterfile file = SavedCluster.require(environment, home, request.cluster());
      Cluster cluster = file.cluster();
      DeleteResult result =
          cluster.provider() == ProviderKind.CONTAINER
              ? removeHosts(cluster)
              : resetAll(cluster.withSsh(request.ssh().over(cluster.ssh())), events);
      new UserKubeconfig(environment.userHome()).remove(home.kubeconfig());
      home.remove();
      return result;
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /** Hosts that were made for the cluster go with all they have; cleaning them first is no use. */
  private DeleteResult removeHosts(Cluster cluster) throws RunException, InterruptedException {
    var site = new ProviderSite(environment.home(), environment.cache());
    try {
      Provider.of(cluster.provider()).delete(cluster.name(), site, listener);
    } catch (ProviderException e) {
      throw Failures.of(e);
    }
    return new DeleteResult(cluster.name(), addresses(cluster.hosts()), List.of());
  }

  private DeleteResult resetAll(Cluster cluster, EventListener events)
      throws RunException, InterruptedException, IOException {
    try (var sessions = new HostSessions(environment.connector(Optional.empty()))) {
      var owned = OwnedHosts.of(cluster, sessions);
      return reset(owned, owned.missed(home), events);
    }
  }

  private DeleteResult resetStrays(EventListener events)
      throws RunException, InterruptedException, IOException {
    try (var sessions = new HostSessions(environment.connector(Optional.empty()))) {
      return reset(OwnedHosts.of(strays(), sessions), List.of(), events);
    }
  }

  /** Hosts alone, as if they were a cluster; what the cluster has is not theirs to lose. */
  private Cluster strays() throws RunException, IOException {
    Optional<Cluster> saved = home.clusterfile().map(Clusterfile::cluster);
    List<String> members = saved.map(Cluster::hosts).map(Deletion::addresses).orElse(List.of());
    List<String> still = request.strays().stream().filter(members::contains).toList();
    if (!still.isEmpty()) {
      throw new RunException.Invalid(
          still.stream()
              .map(host -> "%s is a host of cluster %s".formatted(host, request.cluster()))
              .toList(),
          "let it leave with: sealer scale-down --cluster-name " + request.cluster());
    }
    return Cluster.named(request.cluster())
        .withGroups(List.of(HostGroup.of(ClusterHost.NODE, request.strays())))
        .withSsh(saved.map(c -> request.ssh().over(c.ssh())).orElse(request.ssh()));
  }

  /**
   * @param problems what else prevents it
   */
  private DeleteResult reset(OwnedHosts owned, List<HostProblem> problems, EventListener events)
      throws RunException, InterruptedException {
    List<HostProblem> all =
        request.forgetUnreachable()
            ? problems
            : Stream.concat(owned.others().values().stream(), problems.stream()).toList();
    if (!all.isEmpty()) {
      throw new RunException.PreflightFailed(all);
    }
    reset(owned.sessions(), owned.own(), events);
    return new DeleteResult(
        request.cluster(), addresses(owned.own()), addresses(owned.others().keySet()));
  }

  private static List<String> addresses(Collection<ClusterHost> hosts) {
    return hosts.stream().map(ClusterHost::address).toList();
  }

  private void reset(HostSessions sessions, List<ClusterHost> hosts, EventListener events)
      throws RunException, InterruptedException {
    List<Step> steps =
        hosts.stream()
            .map(
                h ->
                    Step.of(
                        h.address(),
                        "reset",
                        "remove everything of sealer",
                        List.of(),
                        Inputs.of("reset"),
                        new ResetHost()))
            .toList();
    try (var _ = HostLocks.take(sessions, hosts, request.breakLock())) {
      StillTrue.require(sessions, hosts);
      new Executor(sessions, events).apply(new Planner(sessions).plan(steps));
    } catch (io.sealer.run.engine.StepsFailed e) {
      throw new RunException.StepsFailed(e.failures(), e);
    }
  }
}
