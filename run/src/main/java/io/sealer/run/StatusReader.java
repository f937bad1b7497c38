package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.ClusterStatus.AppStatus;
import io.sealer.run.ClusterStatus.HostStatus;
import io.sealer.run.apps.AppStates;
import io.sealer.run.apps.AppStates.AppState;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.kubernetes.Kubectl;
import io.sealer.run.kubernetes.Workloads;
import io.sealer.run.state.RunningImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Looks at one cluster through the first master that answers. */
final class StatusReader {
  private final StatusRequest request;
  private final ReachedCluster cluster;

  StatusReader(StatusRequest request, ReachedCluster cluster) {
    this.request = request;
    this.cluster = cluster;
  }

  ClusterStatus read() throws HostException, InterruptedException {
    cluster.connect(cluster.cluster().masters());
    Optional<ClusterHost> found = cluster.answering();
    return status(found.isPresent() ? Optional.of(cluster.session(found.get())) : Optional.empty());
  }

  private ClusterStatus status(Optional<Session> master) throws HostException {
    Optional<Kubectl> kubectl = master.map(Kubectl::new);
    String version = "";
    Map<String, JsonNode> nodes = Map.of();
    if (kubectl.isPresent()) {
      version = version(kubectl.get());
      nodes = nodes(kubectl.get());
    }
    var hosts = new ArrayList<HostStatus>();
    for (ClusterHost host : cluster.cluster().hosts()) {
      hosts.add(host(host, Optional.ofNullable(nodes.get(host.address()))));
    }
    return new ClusterStatus(
        request.cluster(),
        cluster.image().map(RunningImage::name).orElse(""),
        cluster.image().map(RunningImage::digest).orElse(""),
        version,
        cluster.home().kubeconfig(),
        hosts,
        apps(master));
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

  private HostStatus host(ClusterHost host, Optional<JsonNode> node) {
    JsonNode info = node.map(n -> n.path("status").path("nodeInfo")).orElse(MISSING);
    return new HostStatus(
        host.address(),
        node.map(n -> n.path("metadata").path("name").asString()).orElse(""),
        host.roles(),
        node.map(Workloads::isReady).orElse(false),
        info.path("kubeletVersion").asString(""),
        info.path("architecture").asString(""),
        Optional.ofNullable(cluster.unreached().get(host.address()))
            .map(why -> why.problem() + "; " + why.hint())
            .orElse(""));
  }

  private static final JsonNode MISSING = io.sealer.run.engine.Json.parse("{}");

  private static List<AppStatus> apps(Optional<Session> master) throws HostException {
    return master.isEmpty()
        ? List.of()
        : new AppStates(master.get()).all().stream().map(StatusReader::app).toList();
  }

  private static AppStatus app(AppState state) {
    return new AppStatus(state.app().name(), state.app().kind(), state.state(), state.message());
  }
}
