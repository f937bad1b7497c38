package io.sealer.run;

import io.sealer.host.Facts;
import io.sealer.host.HostException;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.image.Extension;
import io.sealer.run.apps.LaunchPlan;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.engine.Plan;
import io.sealer.run.engine.Planner;
import io.sealer.run.pki.Authority;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.preflight.Preflight;
import io.sealer.run.provider.Provider;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.provider.Provision;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterHome.RunningImage;
import io.sealer.run.steps.AgentBundle;
import io.sealer.run.steps.HostPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything from a request to a plan: image, hosts, facts, pre-flight, steps. */
final class Preparation {
  static final String VERSION_LABEL = "cluster.alpha.sealer.io/cluster-runtime-version";
  private static final double UNPACKED = 3.0;

  private final RunEnvironment environment;
  private final RunRequest request;
  private final ProviderListener listener;
  private final ClusterHome home;

  Preparation(RunEnvironment environment, RunRequest request, ProviderListener listener) {
    this.environment = environment;
    this.request = request;
    this.listener = listener;
    this.home = ClusterHome.of(environment.home(), request.clusterfile().cluster().name());
  }

  ClusterRun prepare() throws RunException, InterruptedException {
    requireValid(request.clusterfile().incomplete());
    requireValid(Unsupported.in(request.clusterfile()));
    try {
      ClusterImage image = image();
      RunningImage running = running(image);
      requireSameKubernetes(running);
      LaunchPlan launch = LaunchPlan.of(extension(image), request.clusterfile());
      requireValid(launch.problems());
      Path archive = agentArchive();
      home.make();
      AgentBundle agent = AgentBundle.of(archive, Authority.in(home.directory()));
      Provision provision = provision();
      running = running.withKnownHosts(provision.knownHosts());
      Clusterfile file =
          request.clusterfile().withCluster(provision.into(request.clusterfile().cluster()));
      var sessions = new HostSessions(environment.connector(provision.knownHosts()));
      try {
        return plan(file, image, running, launch, agent, sessions);
      } catch (RunException | InterruptedException | IOException | RuntimeException e) {
        sessions.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private ClusterRun plan(
      Clusterfile file,
      ClusterImage image,
      RunningImage running,
      LaunchPlan launch,
      AgentBundle agent,
      HostSessions sessions)
      throws RunException, InterruptedException, IOException {
    Map<String, Facts> facts = new LinkedHashMap<>();
    List<HostProblem> problems = look(file.cluster(), image, sessions, facts);
    if (problems.stream().anyMatch(HostProblem::fatal)) {
      throw new RunException.PreflightFailed(problems);
    }
    var wish =
        new Wish(
            file, image, environment.images(), facts, agent, launch.launches(), home.kubeconfig());
    try {
      Plan plan = new Planner(sessions).plan(wish.steps());
      return new PreparedRun(environment, request, home, file, running, plan, problems, sessions);
    } catch (io.sealer.run.engine.StepsFailed e) {
      throw new RunException.StepsFailed(e.failures(), e);
    }
  }

  private static void requireValid(List<String> problems) throws RunException {
    if (!problems.isEmpty()) {
      throw new RunException.Invalid(problems, "correct the Clusterfile or the flags");
    }
  }

  private ClusterImage image() throws RunException, IOException {
    String name = request.clusterfile().cluster().image().orElseThrow();
    Reference reference = reference(name);
    Optional<Descriptor> found = environment.images().resolve(reference);
    if (found.isEmpty()) {
      throw new RunException.Failed(
          "image " + reference.familiar() + " is not in the local store",
          "get it with: sealer pull " + reference.familiar(),
          null);
    }
    return ClusterImages.read(environment.images(), found.get());
  }

  private static Reference reference(String name) throws RunException {
    try {
      return Reference.parse(name);
    } catch (IllegalArgumentException e) {
      throw new RunException.Invalid(
          List.of(String.valueOf(e.getMessage())), "correct the image's name");
    }
  }

  private static Extension extension(ClusterImage image) {
    return image.rootfs().getFirst().extension();
  }

  private RunningImage running(ClusterImage image) {
    String version = image.rootfs().getFirst().config().labels().getOrDefault(VERSION_LABEL, "");
    return new RunningImage(
        request.clusterfile().cluster().image().orElseThrow(),
        image.descriptor().digest().toString(),
        version,
        Optional.empty());
  }

  /** Another Kubernetes version is an upgrade, which a plain run must not attempt. */
  private void requireSameKubernetes(RunningImage wanted) throws IOException, RunException {
    Optional<RunningImage> now = home.image();
    boolean other =
        now.isPresent()
            && !now.get().kubernetes().isEmpty()
            && !now.get().kubernetes().equals(wanted.kubernetes());
    if (other) {
      throw new RunException.Invalid(
          List.of(
              "cluster %s runs Kubernetes %s; the image has %s, and upgrades are not supported yet"
                  .formatted(
                      request.clusterfile().cluster().name(),
                      now.get().kubernetes(),
                      wanted.kubernetes())),
          "use an image with the same Kubernetes version, or another cluster name");
    }
  }

  private Path agentArchive() throws RunException {
    return environment
        .agentArchive()
        .filter(Files::isRegularFile)
        .orElseThrow(
            () ->
                new RunException.Failed(
                    "the agent's program for hosts is not part of this installation",
                    "use the complete download, or set -D"
                        + RunEnvironment.DIST
                        + "=DIR to an unpacked one",
                    null));
  }

  private Provision provision() throws RunException, InterruptedException {
    Cluster cluster = request.clusterfile().cluster();
    var site = new ProviderSite(environment.home(), environment.cache());
    try {
      return Provider.of(cluster.provider()).ensure(ProviderRequest.of(cluster, site), listener);
    } catch (ProviderException e) {
      throw Failures.of(e);
    }
  }

  /** Connects with every host and judges it; every problem of every host is found. */
  private List<HostProblem> look(
      Cluster cluster, ClusterImage image, HostSessions sessions, Map<String, Facts> facts)
      throws InterruptedException {
    var problems = new ArrayList<HostProblem>();
    Map<String, HostException> unreached = sessions.connect(cluster.hosts());
    unreached.forEach(
        (host, why) -> problems.add(HostProblem.fatal(host, "ssh", why.problem(), why.hint())));
    var known = new LinkedHashMap<ClusterHost, Facts>();
    for (ClusterHost host : cluster.hosts()) {
      if (!unreached.containsKey(host.address())) {
        try {
          Facts found =
              sessions
                  .session(host.address())
                  .facts(List.of(HostPaths.NODE, HostPaths.data(cluster), "/var/lib/containerd"));
          known.put(host, found);
          facts.put(host.address(), found);
        } catch (HostException e) {
          problems.add(HostProblem.fatal(host.address(), "facts", e.problem(), e.hint()));
        }
      }
    }
    known.forEach((host, f) -> platform(image, host, f).ifPresent(problems::add));
    problems.addAll(Preflight.judge(known, neededBytes(image)));
    return problems;
  }

  private static Optional<HostProblem> platform(ClusterImage image, ClusterHost host, Facts facts) {
    Platform platform = Wish.platform(facts);
    if (image.rootfs(platform).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        HostProblem.fatal(
            host.address(),
            "platform",
            "the image has no files for " + platform,
            "pull or build the image for this platform"));
  }

  /** Compressed layers, and what they are unpacked to. */
  private static long neededBytes(ClusterImage image) {
    long layers =
        image.rootfs().getFirst().manifest().layers().stream().mapToLong(Descriptor::size).sum();
    return (long) (layers * UNPACKED);
  }
}
