package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImages;
import io.sealer.run.ClusterStatus.AppStatus;
import io.sealer.run.ClusterStatus.HostStatus;
import io.sealer.run.apps.Launch;
import io.sealer.run.apps.LaunchPlan;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.kubernetes.Kubectl;
import io.sealer.run.kubernetes.Workloads;
import io.sealer.run.state.ClusterHome;
import io.sealer.run.state.ClusterHome.AppImage;
import io.sealer.run.state.ClusterHome.RunningImage;
import io.sealer.run.steps.HostPaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Looks at one cluster through the first master that answers. */
final class StatusReader {
  private final RunEnvironment environment;
  private final StatusRequest request;
  private final ClusterHome home;

  StatusReader(RunEnvironment environment, StatusRequest request) {
    this.environment = environment;
    this.request = request;
    this.home = ClusterHome.of(environment.home(), request.cluster());
  }

  ClusterStatus read() throws RunException, InterruptedException {
    try {
      Clusterfile file = SavedCluster.require(environment, home, request.cluster());
      Cluster cluster = file.cluster().withSsh(request.ssh().over(file.cluster().ssh()));
      Optional<RunningImage> image = home.image();
      var connector = environment.connector(image.flatMap(RunningImage::knownHosts));
      try (var sessions = new HostSessions(connector)) {
        Map<String, HostException> unreached = sessions.connect(cluster.masters());
        Optional<Kubectl> kubectl = kubectl(cluster, unreached, sessions);
        return status(file, image, kubectl);
      }
    } catch (IOException e) {
      throw Failures.of(e);
    } catch (HostException e) {
      throw Failures.of(e);
    }
  }

  private static Optional<Kubectl> kubectl(
      Cluster cluster, Map<String, HostException> unreached, HostSessions sessions)
      throws HostException {
    for (ClusterHost master : cluster.masters()) {
      if (!unreached.containsKey(master.address())) {
        var kubectl = new Kubectl(sessions.session(master.address()));
        if (kubectl.exec("get", "--raw", "/readyz").ok()) {
          return Optional.of(kubectl);
        }
      }
    }
    return Optional.empty();
  }

  private ClusterStatus status(
      Clusterfile file, Optional<RunningImage> image, Optional<Kubectl> kubectl)
      throws HostException, IOException {
    String version = "";
    Map<String, JsonNode> nodes = Map.of();
    if (kubectl.isPresent()) {
      version = version(kubectl.get());
      nodes = nodes(kubectl.get());
    }
    var hosts = new ArrayList<HostStatus>();
    for (ClusterHost host : file.cluster().hosts()) {
      hosts.add(host(host, Optional.ofNullable(nodes.get(host.address()))));
    }
    return new ClusterStatus(
        request.cluster(),
        image.map(RunningImage::name).orElse(""),
        image.map(RunningImage::digest).orElse(""),
        version,
        home.kubeconfig(),
        hosts,
        apps(file, image, kubectl));
  }

  private static String version(Kubectl kubectl) throws HostException {
    String json = kubectl.run("version", "-o", "json").stdout();
    return io.sealer.run.engine.Json.parse(json)
        .path("serverVersion")
        .path("gitVersion")
        .asString("");
  }

  private static Map<String, JsonNode> nodes(Kubectl kubectl) throws HostException {
    var nodes = new LinkedHashMap<String, JsonNode>();
    for (JsonNode node : kubectl.get("nodes").path("items").values()) {
      for (JsonNode address : node.path("status").path("addresses").values()) {
        if (address.path("type").asString().equals("InternalIP")) {
          nodes.put(address.path("address").asString(), node);
        }
      }
    }
    return nodes;
  }

  private static HostStatus host(ClusterHost host, Optional<JsonNode> node) {
    JsonNode info = node.map(n -> n.path("status").path("nodeInfo")).orElse(MISSING);
    return new HostStatus(
        host.address(),
        node.map(n -> n.path("metadata").path("name").asString()).orElse(""),
        host.roles(),
        node.map(Workloads::isReady).orElse(false),
        info.path("kubeletVersion").asString(""),
        info.path("architecture").asString(""));
  }

  private static final JsonNode MISSING = io.sealer.run.engine.Json.parse("{}");

  private List<AppStatus> apps(
      Clusterfile file, Optional<RunningImage> image, Optional<Kubectl> kubectl)
      throws HostException, IOException {
    var apps = new ArrayList<AppStatus>();
    if (image.isPresent()) {
      String rootfs = HostPaths.rootfs(file.cluster());
      apps.addAll(launched(image.get().name(), file, rootfs, kubectl));
      for (AppImage app : image.get().apps()) {
        var plain = Clusterfile.of(Cluster.named(file.cluster().name()));
        String files = HostPaths.app(file.cluster(), app.key());
        apps.addAll(launched(app.name(), plain, files, kubectl));
      }
    }
    return apps;
  }

  /** The image may have been removed here; its applications are not known then. */
  private List<AppStatus> launched(
      String image, Clusterfile file, String rootfs, Optional<Kubectl> kubectl)
      throws HostException, IOException {
    var found = environment.images().resolve(Reference.parse(image));
    if (found.isEmpty()) {
      return List.of();
    }
    var extension =
        ClusterImages.read(environment.images(), found.get()).rootfs().getFirst().extension();
    var apps = new ArrayList<AppStatus>();
    for (Launch launch : LaunchPlan.of(extension, file).launches()) {
      apps.add(app(rootfs, launch, kubectl));
    }
    return apps;
  }

  private static AppStatus app(String rootfs, Launch launch, Optional<Kubectl> kubectl)
      throws HostException {
    if (kubectl.isEmpty()) {
      return new AppStatus(launch.name(), launch.kind(), "unknown", "the API server is silent");
    }
    if (launch.objects().isEmpty()) {
      return new AppStatus(launch.name(), launch.kind(), "launched", "");
    }
    var waiting = new ArrayList<String>();
    for (String file : launch.objects()) {
      waiting.addAll(Workloads.waitingIn(kubectl.get(), rootfs + "/" + file));
    }
    String state = waiting.isEmpty() ? "available" : "progressing";
    return new AppStatus(launch.name(), launch.kind(), state, String.join(", ", waiting));
  }
}
