package io.sealer.run;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.image.Extension;
import io.sealer.oci.image.ImageType;
import io.sealer.run.apps.LaunchPlan;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.FlagsAgain;
import io.sealer.run.clusterfile.ProviderKind;
import io.sealer.run.kubernetes.KubeadmConflicts;
import io.sealer.run.pki.Authority;
import io.sealer.run.provider.ProvidedHost;
import io.sealer.run.provider.Provider;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderRequest;
import io.sealer.run.provider.ProviderSite;
import io.sealer.run.provider.Provision;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.RunningImage;
import io.sealer.run.steps.AgentBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Everything from a request to a plan: image, hosts, facts, pre-flight, steps. */
final class Preparation {
  static final String VERSION_LABEL = "cluster.alpha.sealer.io/cluster-runtime-version";

  private final RunEnvironment environment;
  private RunRequest request;
  private final ProviderListener listener;
  private final ClusterHome home;

  Preparation(RunEnvironment environment, RunRequest request, ProviderListener listener) {
    this.environment = environment;
    this.request = request;
    this.listener = listener;
    this.home = ClusterHome.of(environment.home(), request.clusterfile().cluster().name());
  }

  ClusterRun prepare() throws RunException, InterruptedException {
    requireValid(Unsupported.in(request.clusterfile()));
    try {
      if (request.clusterfile().cluster().image().isPresent()) {
        ClusterImage image = image();
        if (extension(image).type() == ImageType.APP_INSTALLER) {
          return new AppPreparation(environment, request, home, image).prepare();
        }
      }
      return prepareCluster();
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  private ClusterRun prepareCluster() throws RunException, InterruptedException, IOException {
    request = withKnownHosts(request);
    requireValid(request.clusterfile().incomplete());
    ClusterImage image = image();
    RunningImage running = running(image);
    requireSameKubernetes(running);
    requireValid(KubeadmConflicts.in(request.clusterfile().kubeadm(), running.kubernetes()));
    LaunchPlan launch = LaunchPlan.of(extension(image), request.clusterfile());
    requireValid(launch.problems());
    Path archive = agentArchive();
    Optional<ClusterRun> toBe = request.looking() ? hostsToBe() : Optional.empty();
    if (toBe.isPresent()) {
      return toBe.get();
    }
    home.make();
    AgentBundle agent = AgentBundle.of(archive, Authority.in(home.directory()));
    rememberHostsToBe(running);
    Provision provision = provision();
    running = running.withKnownHosts(provision.knownHosts());
    Membership members =
        Membership.settle(
            home,
            request.clusterfile().withCluster(provision.into(request.clusterfile().cluster())),
            request.removeHosts());
    var sessions = new HostSessions(environment.connector(provision.knownHosts()));
    try {
      return new ClusterPlanner(environment, request, listener, home)
          .plan(members, image, running, launch, agent, sessions);
    } catch (RunException | InterruptedException | IOException | RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  /**
   * A request that names no hosts means those that the cluster has; one of flags alone also means
   * everything else that the cluster was given.
   */
  private RunRequest withKnownHosts(RunRequest asked) throws IOException {
    Optional<Clusterfile> saved = home.clusterfile();
    if (saved.isPresent() && asked.flagsAlone()) {
      return asked.withClusterfile(new FlagsAgain(asked.clusterfile(), saved.get()).wanted());
    }
    Cluster cluster = asked.clusterfile().cluster();
    if (saved.isEmpty() || !cluster.groups().isEmpty()) {
      return asked;
    }
    Cluster known = saved.get().cluster();
    Cluster settled =
        cluster
            .withGroups(known.groups())
            .withProvider(known.provider())
            .withSsh(cluster.ssh().over(known.ssh()));
    return asked.withClusterfile(asked.clusterfile().withCluster(settled));
  }

  /** Hosts that are about to be made must be found by delete, whatever happens. */
  private void rememberHostsToBe(RunningImage running) throws IOException {
    Clusterfile file = request.clusterfile();
    if (file.cluster().provider() != ProviderKind.BAREMETAL && home.clusterfile().isEmpty()) {
      home.save(file, running);
    }
  }

  static void requireValid(List<String> problems) throws RunException {
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

  static Extension extension(ClusterImage image) {
    return image.rootfs().getFirst().extension();
  }

  private RunningImage running(ClusterImage image) throws IOException {
    String version = image.rootfs().getFirst().config().labels().getOrDefault(VERSION_LABEL, "");
    return new RunningImage(
        request.clusterfile().cluster().image().orElseThrow(),
        image.descriptor().digest().toString(),
        version,
        Optional.empty(),
        home.image().map(RunningImage::apps).orElse(List.of()));
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

  private Optional<ClusterRun> hostsToBe() throws RunException {
    Cluster cluster = request.clusterfile().cluster();
    if (cluster.provider() == ProviderKind.BAREMETAL) {
      return Optional.empty();
    }
    var site = new ProviderSite(environment.home(), environment.cache());
    try {
      List<ProvidedHost> there = Provider.of(cluster.provider()).describe(cluster.name(), site);
      return HostsToBe.of(cluster, there);
    } catch (ProviderException e) {
      throw Failures.of(e);
    }
  }

  private Provision provision() throws RunException, InterruptedException {
    Cluster cluster = request.clusterfile().cluster();
    var site = new ProviderSite(environment.home(), environment.cache());
    try {
      return Provider.of(cluster.provider())
          .ensure(ProviderRequest.of(cluster, site).keepingSurplus(), listener);
    } catch (ProviderException e) {
      throw Failures.of(e);
    }
  }
}
