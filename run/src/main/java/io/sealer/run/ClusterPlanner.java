package io.sealer.run;

import io.sealer.oci.Descriptor;
import io.sealer.oci.image.ClusterImage;
import io.sealer.run.apps.LaunchPlan;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.Step;
import io.sealer.run.external.ExternalAccess;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.RunningImage;
import io.sealer.run.steps.AgentBundle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From an image and the hosts that are wanted to a plan: what the hosts are, whether they are fit,
 * and which steps they need.
 *
 * @param environment where things lie on this machine
 * @param request what is wanted
 * @param listener is told of hosts that go
 * @param home where the cluster is remembered
 */
record ClusterPlanner(
    RunEnvironment environment, RunRequest request, ProviderListener listener, ClusterHome home) {
  private static final double UNPACKED = 3.0;

  /** Reading every manifest only for an estimate is not worth it. */
  private static final long WORKLOAD_ESTIMATE = 30L << 20;

  /**
   * Surveys the hosts and plans.
   *
   * @param presumed who is wanted; which master leads is told by the masters
   * @throws RunException.PreflightFailed with every problem of every host
   */
  ClusterRun plan(
      Membership presumed,
      ClusterImage image,
      RunningImage running,
      LaunchPlan launch,
      AgentBundle agent,
      HostSessions sessions)
      throws RunException, InterruptedException, IOException {
    Cluster cluster = presumed.file().cluster();
    Optional<ExternalAccess> external = environment.external(cluster, image.lock());
    var survey = new HostSurvey(cluster, presumed.leaving(), image, sessions);
    List<HostProblem> found =
        survey.judged(
            request,
            survey.problems(host -> neededBytes(image, cluster.imageHolders().contains(host))));
    boolean fit = found.stream().noneMatch(HostProblem::fatal);
    Membership members = fit ? survey.led(presumed) : presumed;
    ClusterRecord record = home.record(members.file(), running);
    List<HostProblem> problems =
        Stream.of(found, survey.missed(home.revision(), record.revision()), strays(survey))
            .flatMap(List::stream)
            .toList();
    if (problems.stream().anyMatch(HostProblem::fatal)) {
      throw new RunException.PreflightFailed(problems);
    }
    Clusterfile file = members.file().withCluster(survey.present(members.file().cluster()));
    var owner = Ownership.ofClusterImage(file.cluster().name(), running.name(), running.added());
    requireOwn(owner, launch, running, RunningApi.of(sessions, file.cluster(), survey.facts()));
    RenderedFiles rendered = RenderedFiles.of(environment, file, image, survey.facts());
    AddedImages added =
        AddedImages.of(
            running.apps(), file.cluster(), survey.facts(), environment.images(), sessions);
    var wish =
        new Wish(
            file,
            image,
            environment.images(),
            survey.facts(),
            survey.etcd(),
            agent,
            rendered.launches(launch.launches(), running.name()),
            owner,
            rendered.overlays(),
            members.leaving(),
            home.kubeconfig(),
            record,
            added,
            external);
    List<HostProblem> warnings =
        Stream.of(problems, rendered.warnings(), added.warnings()).flatMap(List::stream).toList();
    return planned(wish, members, running, warnings, sessions);
  }

  private ClusterRun planned(
      Wish wish,
      Membership members,
      RunningImage running,
      List<HostProblem> warnings,
      HostSessions sessions)
      throws RunException, InterruptedException, IOException {
    List<Step> steps = request.imagesOnly() ? wish.imageSteps() : wish.steps();
    try {
      return new PreparedRun(
          environment,
          request,
          home,
          members,
          running,
          wish.record().revision(),
          listener,
          new Planner(sessions).plan(steps),
          warnings,
          sessions);
    } catch (io.sealer.run.engine.StepsFailed e) {
      throw new RunException.StepsFailed(e.failures(), e);
    }
  }

  /** Where no application image was added there is nothing to take over, and asking takes time. */
  private void requireOwn(Ownership owner, LaunchPlan launch, RunningImage running, RunningApi api)
      throws RunException {
    if (!request.imagesOnly() && !running.added().isEmpty()) {
      PlannedLaunches.of(launch.launches(), api).requireOwn(owner);
    }
  }

  /** Masters of a cluster that this machine does not know are told by their revision. */
  private List<HostProblem> strays(HostSurvey survey) throws IOException {
    Optional<Cluster> saved = home.clusterfile().map(Clusterfile::cluster);
    List<ClusterHost> known =
        saved.map(Cluster::hosts).orElseGet(() -> request.clusterfile().cluster().masters());
    return survey.strays(known.stream().map(ClusterHost::address).toList());
  }

  /** Compressed layers and what they are unpacked to; some hosts also hold the workload images. */
  private static long neededBytes(ClusterImage image, boolean holder) {
    long files = size(image.rootfs().getFirst().manifest().layers());
    long workloads = holder ? WORKLOAD_ESTIMATE * image.workloads().size() : 0;
    return (long) (files * UNPACKED) + workloads;
  }

  private static long size(List<Descriptor> layers) {
    return layers.stream().mapToLong(Descriptor::size).sum();
  }
}
