package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.oci.image.ClusterImage;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchPlan;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.Step;
import io.sealer.run.external.ExternalAccess;
import io.sealer.run.external.PushImages;
import io.sealer.run.kubernetes.AppSteps;
import io.sealer.run.kubernetes.KeepRecord;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.RunningImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From an application image to a plan that adds it to a cluster that runs. */
final class AppPreparation {
  private final RunEnvironment environment;
  private final RunRequest request;
  private final ClusterHome home;
  private final ClusterImage image;

  AppPreparation(
      RunEnvironment environment, RunRequest request, ClusterHome home, ClusterImage image) {
    this.environment = environment;
    this.request = request;
    this.home = home;
    this.image = image;
  }

  ClusterRun prepare() throws RunException, InterruptedException, IOException {
    Cluster wanted = request.clusterfile().cluster();
    Clusterfile saved = SavedCluster.require(environment, home, wanted.name());
    RunningImage running =
        home.image()
            .orElseThrow(
                () ->
                    new RunException.Failed(
                        "cluster " + wanted.name() + " was never finished",
                        "run its image again first",
                        null));
    if (!running.kubernetes().isEmpty()) {
      SupportedKubernetes.of(image).require(wanted.name(), running.kubernetes());
    }
    Clusterfile file = request.clusterfile().withCluster(onto(saved.cluster(), wanted));
    AppImage app =
        running.app(wanted.image().orElseThrow(), image.descriptor().digest().toString());
    LaunchPlan launch = LaunchPlan.ofAppImage(Preparation.extension(image), file, app);
    Preparation.requireValid(launch.problems());
    var sessions = new HostSessions(environment.connector(running.knownHosts()));
    try {
      return plan(saved, file, running, app, launch, sessions);
    } catch (RunException | InterruptedException | IOException | RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  /** The cluster as it is, with what is wanted for the application. */
  private static Cluster onto(Cluster saved, Cluster wanted) {
    var env = new LinkedHashMap<>(saved.env());
    env.putAll(wanted.env());
    return saved.withEnv(env).withSsh(wanted.ssh().over(saved.ssh())).launchingAs(wanted);
  }

  private ClusterRun plan(
      Clusterfile saved,
      Clusterfile file,
      RunningImage running,
      AppImage app,
      LaunchPlan launch,
      HostSessions sessions)
      throws RunException, InterruptedException, IOException {
    var survey = new HostSurvey(file.cluster(), image, sessions);
    ClusterRecord record = home.record(saved, running.withApp(app));
    List<HostProblem> problems =
        Stream.concat(
                survey.judged(request, survey.problems(host -> 0)).stream(),
                survey.missed(home.revision(), record.revision()).stream())
            .toList();
    if (problems.stream().anyMatch(HostProblem::fatal)) {
      throw new RunException.PreflightFailed(problems);
    }
    Cluster cluster = survey.present(file.cluster());
    Clusterfile present = file.withCluster(cluster);
    RunningApi api = RunningApi.of(sessions, cluster, survey.facts());
    if (running.kubernetes().isEmpty()) {
      SupportedKubernetes.of(image).require(cluster.name(), api);
    }
    List<Launch> launches = request.imagesOnly() ? List.of() : launch.launches();
    PlannedLaunches planned = PlannedLaunches.of(launches, api);
    planned.requireOwn(Ownership.ofAppImage(cluster.name(), app.name()));
    try {
      RenderedFiles rendered = RenderedFiles.of(environment, present, image, survey.facts());
      var steps = new ArrayList<>(steps(cluster, survey.facts(), app, planned, running, rendered));
      if (!request.imagesOnly()) {
        steps.addAll(KeepRecord.steps(cluster, record));
      }
      Plan plan = new Planner(sessions).plan(steps);
      return new PreparedRun(
          environment,
          request,
          home,
          new Membership(saved, List.of()),
          request.imagesOnly() ? running : running.withApp(app),
          record.revision(),
          ProviderListener.NONE,
          plan,
          Stream.concat(problems.stream(), rendered.warnings().stream()).toList(),
          sessions);
    } catch (io.sealer.run.engine.StepsFailed e) {
      throw new RunException.StepsFailed(e.failures(), e);
    }
  }

  private List<Step> steps(
      Cluster cluster,
      Map<String, Facts> facts,
      AppImage app,
      PlannedLaunches planned,
      RunningImage running,
      RenderedFiles rendered)
      throws IOException, RunException {
    var names = new LinkedHashMap<String, String>();
    facts.forEach((address, f) -> names.put(address, f.hostname().toLowerCase(Locale.ROOT)));
    AddedImage added = AddedImage.of(app, image, cluster, facts, environment.images());
    var contents = added.contents();
    Optional<ExternalAccess> external = environment.external(cluster, image.lock());
    var steps = new AppSteps(cluster, app.key(), added.table(), environment.images(), names);
    Optional<PushImages> push =
        external.map(access -> new PushImages(image.lock(), environment.images(), access));
    return request.imagesOnly()
        ? steps.images(contents, push, image.lock())
        : steps.steps(
            contents,
            rendered.overlays(),
            rendered.launches(planned.launches(), app.name()),
            push,
            planned.superseded(app, running));
  }
}
