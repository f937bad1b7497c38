package io.sealer.run;

import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Executor;
import io.sealer.run.engine.Journal;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.PlannedStep;
import io.sealer.run.engine.Timeline;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.Provider;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.Revision;
import io.sealer.run.state.RunningImage;
import io.sealer.run.state.UserKubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan with its connections. */
record PreparedRun(
    RunEnvironment environment,
    RunRequest request,
    ClusterHome home,
    Membership members,
    RunningImage image,
    Revision revision,
    ProviderListener listener,
    Plan plan,
    List<HostProblem> warnings,
    HostSessions sessions)
    implements ClusterRun {

  @Override
  public RunResult apply(EventListener events) throws RunException, InterruptedException {
    var timeline = new Timeline();
    try {
      if (plan.nothingToDo()) {
        StillTrue.require(sessions, members.file().cluster().masters());
      } else {
        carryOut(events.and(timeline));
      }
      removeHosts();
      home.save(members.file(), image);
      if (!request.imagesOnly()) {
        home.remember(revision);
        new UserKubeconfig(environment.userHome())
            .write(home.kubeconfig(), request.userKubeconfig());
      }
    } catch (IOException e) {
      throw Failures.of(e);
    } catch (UncheckedIOException e) {
      throw Failures.of(new IOException(e.getMessage(), e));
    }
    return new RunResult(
        members.file().cluster().name(), !plan.nothingToDo(), home.kubeconfig(), timeline);
  }

  /** The Clusterfile is saved first, so that a half-made cluster can be deleted. */
  private void carryOut(EventListener events)
      throws RunException, InterruptedException, IOException {
    try (var _ = HostLocks.take(sessions, touched(), request.breakLock());
        var journal = Journal.open(home.journal(), UUID.randomUUID().toString())) {
      StillTrue.require(sessions, members.file().cluster().masters());
      home.save(members.during(), image);
      new Executor(sessions, journal.and(events)).apply(plan);
    } catch (io.sealer.run.engine.StepsFailed e) {
      throw new RunException.StepsFailed(e.failures(), e);
    }
  }

  /** Those that stay or are cleaned: not the dead, and not what others have now. */
  private List<ClusterHost> touched() {
    Cluster cluster = members.file().cluster();
    Set<String> todo =
        plan.steps().stream()
            .filter(PlannedStep::todo)
            .map(planned -> planned.step().host())
            .collect(Collectors.toSet());
    Stream<ClusterHost> cleaned =
        members.leaving().stream()
            .filter(host -> todo.contains(host.address()))
            .filter(host -> belongs(host, cluster.name()));
    Stream<ClusterHost> staying =
        cluster.hosts().stream().filter(host -> sessions.memory(host).isPresent());
    return Stream.concat(staying, cleaned).toList();
  }

  private boolean belongs(ClusterHost host, String cluster) {
    return sessions.memory(host).filter(memory -> !memory.isOfAnother(cluster)).isPresent();
  }

  /** Hosts that were made for the cluster go when they have left it. */
  private void removeHosts() throws RunException, InterruptedException {
    if (members.leaving().isEmpty()) {
      return;
    }
    var cluster = members.file().cluster();
    var site = new ProviderSite(environment.home(), environment.cache());
    var addresses = members.leaving().stream().map(ClusterHost::address).toList();
    try {
      Provider.of(cluster.provider()).remove(cluster.name(), addresses, site, listener);
    } catch (ProviderException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }
}
