package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.oci.Digest;
import io.sealer.run.ClusterApp.AppObjectStatus;
import io.sealer.run.apps.AppRecord;
import io.sealer.run.apps.AppRecords;
import io.sealer.run.apps.AppStates;
import io.sealer.run.apps.AppStates.AppState;
import io.sealer.run.apps.ForgetImage;
import io.sealer.run.apps.RemoveApp;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Executor;
import io.sealer.run.engine.Journal;
import io.sealer.run.engine.Planner;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepsFailed;
import io.sealer.run.kubernetes.KeepRecord;
import io.sealer.run.state.AppImage;
import io.sealer.run.state.AppImage.Version;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.RunningImage;
import io.sealer.run.steps.HostPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Lists and removes the applications of a cluster. */
final class Applications {
  private final RunEnvironment environment;
  private final StatusRequest request;

  Applications(RunEnvironment environment, StatusRequest request) {
    this.environment = environment;
    this.request = request;
  }

  /** What is done through a master. */
  private interface Task<T> {
    T on(ReachedCluster cluster, ClusterHost master)
        throws HostException, IOException, RunException, InterruptedException;
  }

  List<ClusterApp> list() throws RunException, InterruptedException {
    return through(
        (cluster, master) ->
            new AppStates(cluster.session(master)).all().stream().map(Applications::app).toList());
  }

  private static ClusterApp app(AppState state) {
    List<AppObjectStatus> objects =
        state.objects().stream()
            .map(
                o -> new AppObjectStatus(o.kind(), o.namespace(), o.name(), o.state(), o.message()))
            .toList();
    AppRecord app = state.app();
    return new ClusterApp(
        app.name(),
        app.kind(),
        app.image(),
        state.state(),
        state.message(),
        app.launched(),
        objects);
  }

  List<String> remove(AppRemoval removal, EventListener events)
      throws RunException, InterruptedException {
    return through(
        (cluster, master) -> {
          List<AppRecord> all = new AppRecords(cluster.session(master)).all();
          List<AppRecord> going = chosen(all, removal.apps());
          List<AppImage> unused = unused(cluster, all, going);
          List<ClusterHost> hosts = cluster.connect(cluster.cluster().hosts());
          Optional<RunningImage> rest = without(cluster.home(), unused);
          List<Step> steps = steps(cluster.cluster(), master.address(), hosts, going, unused, rest);
          Optional<ClusterRecord> record = record(cluster.home(), unused);
          record.ifPresent(r -> steps.addAll(remember(r, hosts, master.address(), steps)));
          HostSessions sessions = cluster.sessions();
          try (var _ = HostLocks.take(sessions, hosts, removal.breakLock());
              var journal = Journal.open(cluster.home().journal(), UUID.randomUUID().toString())) {
            var plan = new Planner(sessions).plan(steps);
            new Executor(sessions, journal.and(events)).apply(plan);
          } catch (StepsFailed e) {
            throw new RunException.StepsFailed(e.failures(), e);
          }
          forget(cluster.home(), unused);
          if (record.isPresent()) {
            cluster.home().remember(record.get().revision());
          }
          return going.stream().map(AppRecord::name).toList();
        });
  }

  private List<AppRecord> chosen(List<AppRecord> all, List<String> names) throws RunException {
    var problems = new ArrayList<String>();
    var chosen = new ArrayList<AppRecord>();
    for (String name : names) {
      Optional<AppRecord> found = all.stream().filter(a -> a.name().equals(name)).findFirst();
      found.flatMap(a -> remove(a).obstacle()).ifPresent(problems::add);
      found.ifPresentOrElse(chosen::add, () -> problems.add(unknown(name, all)));
    }
    if (!problems.isEmpty()) {
      throw new RunException.Invalid(
          problems,
          "sealer apps lists what is launched; commands that remove an application stand in its"
              + " configuration under delete.cmds");
    }
    return chosen;
  }

  private RemoveApp remove(AppRecord app) {
    return new RemoveApp(request.cluster(), app, environment.cache());
  }

  private String unknown(String name, List<AppRecord> all) {
    List<String> known = all.stream().map(AppRecord::name).toList();
    return "application '%s' is not launched in cluster %s, which has %s"
        .formatted(name, request.cluster(), known);
  }

  /** Application images that lose their last application. */
  private static List<AppImage> unused(
      ReachedCluster cluster, List<AppRecord> all, List<AppRecord> going) {
    List<String> needed =
        all.stream().filter(a -> !going.contains(a)).map(AppRecord::image).toList();
    List<String> leaving = going.stream().map(AppRecord::image).toList();
    return cluster.image().map(RunningImage::apps).orElse(List.of()).stream()
        .filter(image -> leaving.stream().anyMatch(image::isNamed))
        .filter(image -> needed.stream().noneMatch(image::isNamed))
        .toList();
  }

  private List<Step> steps(
      Cluster cluster,
      String master,
      List<ClusterHost> hosts,
      List<AppRecord> going,
      List<AppImage> unused,
      Optional<RunningImage> rest) {
    var steps = new ArrayList<Step>();
    for (AppRecord app : going.reversed()) {
      List<String> needs = steps.stream().map(Step::id).toList();
      String name = "remove-" + app.name();
      steps.add(Step.of(master, name, "remove " + app.name(), needs, "1", remove(app)));
    }
    List<String> removed = steps.stream().map(Step::id).toList();
    for (AppImage image : unused) {
      List<Digest> versions =
          rest.map(r -> r.onlyOf(image)).orElse(List.of()).stream().map(Version::id).toList();
      var work = new ForgetImage(versions, HostPaths.app(cluster, image.key()), image.key());
      for (ClusterHost host : hosts) {
        String action = "forget the image " + image.name();
        steps.add(Step.of(host.address(), "forget-" + image.key(), action, removed, "1", work));
      }
    }
    return steps;
  }

  private static List<Step> remember(
      ClusterRecord record, List<ClusterHost> hosts, String master, List<Step> before) {
    List<ClusterHost> masters = hosts.stream().filter(ClusterHost::isMaster).toList();
    return KeepRecord.steps(masters, master, record, before.stream().map(Step::id).toList());
  }

  /** What is remembered without these images; empty when nothing of it changes. */
  private static Optional<ClusterRecord> record(ClusterHome home, List<AppImage> unused)
      throws IOException {
    Optional<Clusterfile> file = home.clusterfile();
    Optional<RunningImage> rest = without(home, unused);
    return file.isPresent() && rest.isPresent()
        ? Optional.of(home.record(file.get(), rest.get()))
        : Optional.empty();
  }

  private static void forget(ClusterHome home, List<AppImage> unused) throws IOException {
    Optional<Clusterfile> file = home.clusterfile();
    Optional<RunningImage> rest = without(home, unused);
    if (file.isPresent() && rest.isPresent()) {
      home.save(file.get(), rest.get());
    }
  }

  private static Optional<RunningImage> without(ClusterHome home, List<AppImage> unused)
      throws IOException {
    Optional<RunningImage> rest = unused.isEmpty() ? Optional.empty() : home.image();
    for (AppImage image : unused) {
      rest = rest.map(running -> running.withoutApp(image.key()));
    }
    return rest;
  }

  private <T> T through(Task<T> task) throws RunException, InterruptedException {
    return ReachedCluster.of(
        environment,
        request,
        cluster -> {
          cluster.connect(cluster.cluster().masters());
          return task.on(
              cluster, cluster.answering().orElseThrow(() -> silent(cluster.unreached())));
        });
  }

  private RunException silent(Map<String, HostException> unreached) {
    String why =
        unreached.values().stream()
            .findFirst()
            .map(HostException::problem)
            .orElse("the API server does not answer");
    return new RunException.Failed(
        "no master of cluster " + request.cluster() + " answers: " + why,
        "look at the hosts with: sealer status " + request.cluster(),
        null);
  }
}
