package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.text.Version;
import io.sealer.oci.text.VersionRange;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchPlan;
import io.sealer.run.apps.Ownership;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
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
import io.sealer.run.state.ClusterHome.RunningImage;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.steps.HostContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** From an application image to a plan that adds it to a cluster that runs. */
final class AppPreparation {
  private static final String SUPPORTED = "app.alpha.sealer.io/supported-kube-version";

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
    requireSupported(running);
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
    Cluster cluster =
        saved
            .withEnv(env)
            .withSsh(wanted.ssh().over(saved.ssh()))
            .withCmd(wanted.cmd())
            .withoutAppNames();
    return wanted.appNames().map(cluster::withAppNames).orElse(cluster);
  }

  private ClusterRun plan(
      Clusterfile saved,
      Clusterfile file,
      RunningImage running,
      AppImage app,
      LaunchPlan launch,
      HostSessions sessions)
      throws RunException, InterruptedException, IOException {
    Cluster cluster = file.cluster();
    var survey = new HostSurvey(cluster, image, sessions);
    ClusterRecord record = home.record(saved, running.withApp(app));
    List<HostProblem> problems =
        Stream.concat(
                survey.problems(host -> 0).stream(),
                survey.missed(home.revision(), record.revision()).stream())
            .toList();
    if (problems.stream().anyMatch(HostProblem::fatal)) {
      throw new RunException.PreflightFailed(problems);
    }
    RunningApi api = RunningApi.of(sessions, cluster, survey.facts());
    List<Launch> launches = request.imagesOnly() ? List.of() : launch.launches();
    PlannedLaunches planned = PlannedLaunches.of(launches, api);
    planned.requireOwn(Ownership.ofAppImage(cluster.name(), app.name()));
    try {
      RenderedFiles rendered = RenderedFiles.of(environment, file, image, survey.facts());
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
    Set<Platform> platforms = new LinkedHashSet<>();
    var names = new LinkedHashMap<String, String>();
    facts.forEach(
        (address, f) -> {
          platforms.add(Wish.platform(f));
          names.put(address, f.hostname().toLowerCase(Locale.ROOT));
        });
    List<ClusterHost> holders = cluster.imageHolders();
    Optional<ExternalAccess> external = environment.external(cluster, image.lock());
    var contents = new LinkedHashMap<ClusterHost, HostContent>();
    for (ClusterHost host : cluster.hosts()) {
      Platform platform =
          Optional.ofNullable(facts.get(host.address())).map(Wish::platform).orElseThrow();
      ClusterImage.Rootfs rootfs = image.rootfs(platform).orElseThrow();
      boolean holds = holders.contains(host);
      HostContent content =
          holds || host.isMaster()
              ? HostContent.of(image, rootfs, holds ? platforms : Set.of(), environment.images())
              : HostContent.nothing(rootfs.descriptor());
      contents.put(host, external.isPresent() ? content.withDocuments(image.lock()) : content);
    }
    List<Descriptor> roots = image.rootfs().stream().map(ClusterImage.Rootfs::descriptor).toList();
    var table = NamesTable.of(image.descriptor().digest(), image.lock(), roots);
    var steps = new AppSteps(cluster, app.key(), table, environment.images(), names);
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

  private void requireSupported(RunningImage running) throws RunException {
    String range = image.rootfs().getFirst().config().labels().getOrDefault(SUPPORTED, "").strip();
    if (range.isEmpty() || running.kubernetes().isEmpty()) {
      return;
    }
    try {
      if (VersionRange.parse(range).contains(Version.parse(running.kubernetes()))) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new RunException.Invalid(
          List.of("KUBEVERSION of the image: " + e.getMessage()), "correct the Kubefile");
    }
    throw new RunException.Invalid(
        List.of(
            "the image needs Kubernetes %s; cluster %s runs %s"
                .formatted(range, request.clusterfile().cluster().name(), running.kubernetes())),
        "use an image for this version, or another cluster");
  }
}
