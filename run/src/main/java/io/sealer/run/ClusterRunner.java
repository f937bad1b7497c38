package io.sealer.run;

import io.sealer.run.check.Finding;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.ClusterHome;
import java.io.IOException;
import java.util.List;

/** Clusters of this machine's user. */
public final class ClusterRunner implements Clusters {
  private final RunEnvironment environment;
  private final ProviderListener providerListener;

  /**
   * Clusters that are remembered below {@link RunEnvironment#home}.
   *
   * @param providerListener told what providers do
   */
  public ClusterRunner(RunEnvironment environment, ProviderListener providerListener) {
    this.environment = environment;
    this.providerListener = providerListener;
  }

  @Override
  public ClusterRun prepare(RunRequest request, EventListener events)
      throws RunException, InterruptedException {
    return new Preparation(environment, request, providerListener).prepare();
  }

  @Override
  public DeleteResult delete(DeleteRequest request, EventListener events)
      throws RunException, InterruptedException {
    return new Deletion(environment, request, providerListener).delete(events);
  }

  @Override
  public List<ClusterApp> apps(StatusRequest request) throws RunException, InterruptedException {
    return new Applications(environment, request).list();
  }

  @Override
  public List<String> removeApps(AppRemoval request, EventListener events)
      throws RunException, InterruptedException {
    return new Applications(environment, new StatusRequest(request.cluster(), request.ssh()))
        .remove(request, events);
  }

  @Override
  public List<Finding> check(StatusRequest request) throws RunException, InterruptedException {
    return ReachedCluster.of(environment, request, CheckReader::read);
  }

  @Override
  public ClusterStatus status(StatusRequest request) throws RunException, InterruptedException {
    return ReachedCluster.of(
        environment, request, cluster -> new StatusReader(request, cluster).read());
  }

  @Override
  public int support(SupportRequest request) throws RunException, InterruptedException {
    return ReachedCluster.of(
        environment, request.of(), cluster -> new SupportReader(request, cluster).write());
  }

  @Override
  public Adopted adopt(AdoptRequest request) throws RunException, InterruptedException {
    return new Adoption(environment, request).adopt();
  }

  @Override
  public Clusterfile saved(String cluster) throws RunException {
    try {
      return SavedCluster.require(
          environment, ClusterHome.of(environment.home(), cluster), cluster);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }
}
