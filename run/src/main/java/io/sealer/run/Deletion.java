package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
      Clusterfile file = SavedCluster.require(environment, home, request.cluster());
      Cluster cluster = file.cluster();
      DeleteResult result =
          cluster.provider() == ProviderKind.CONTAINER
              ? removeHosts(cluster)
              : reset(cluster.withSsh(request.ssh().over(cluster.ssh())), events);
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
    List<String> addresses = cluster.hosts().stream().map(ClusterHost::address).toList();
    return new DeleteResult(cluster.name(), addresses, List.of());
  }

  private DeleteResult reset(Cluster cluster, EventListener events)
      throws RunException, InterruptedException {
    try (var sessions = new HostSessions(environment.connector(Optional.empty()))) {
      Map<String, HostException> unreached = sessions.connect(cluster.hosts());
      if (!unreached.isEmpty() && !request.forgetUnreachable()) {
        throw new RunException.PreflightFailed(
            unreached.entrySet().stream()
                .map(
                    e ->
                        HostProblem.fatal(
                            e.getKey(), "ssh", e.getValue().problem(), e.getValue().hint()))
                .toList());
      }
      List<ClusterHost> reached =
          cluster.hosts().stream().filter(h -> !unreached.containsKey(h.address())).toList();
      reset(sessions, reached, events);
      return new DeleteResult(
          cluster.name(),
          reached.stream().map(ClusterHost::address).toList(),
          List.copyOf(unreached.keySet()));
    }
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
      new Executor(sessions, events).apply(new Planner(sessions).plan(steps));
    } catch (io.sealer.run.engine.StepsFailed e) {
      throw new RunException.StepsFailed(e.failures(), e);
    }
  }
}
