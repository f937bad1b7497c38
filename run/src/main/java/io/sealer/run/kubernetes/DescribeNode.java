package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Taint;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A node as the cluster knows it: registered since its host's last boot, with role and user labels,
 * taints, and where kubeadm finds its container runtime. Labels and taints of others stay.
 *
 * @param host what is wanted
 * @param node how the host appears
 * @param kubeadm tells the container runtime
 * @param view what the cluster says
 */
record DescribeNode(ClusterHost host, NodeIdentity node, KubeadmSource kubeadm, ClusterView view)
    implements Work {
  private static final String SOCKET = "kubeadm.alpha.kubernetes.io/cri-socket";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Nobody waits for labels; a look takes time away from what starts. */
  private static final Duration PAUSE = Patience.PAUSE.multipliedBy(2);

  private static final Command BOOT =
      Command.script("cat /proc/sys/kernel/random/boot_id").named("read the boot's number");

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    Optional<JsonNode> found = view.node(at, node.name());
    return found.isEmpty()
        ? Optional.of("the cluster does not know it")
        : silent(at, found.get())
            .or(() -> NodeLabels.of(host).difference(found.get()))
            .or(() -> taints().difference(found.get()))
            .or(() -> noSocket(found.get()));
  }

  /** What the cluster says of a host that has booted since may no longer be true. */
  private static Optional<String> silent(StepContext at, JsonNode found) throws HostException {
    String boot = at.session().run(BOOT).text();
    String told = found.path("status").path("nodeInfo").path("bootID").asString("");
    return told.equals(boot)
        ? Optional.empty()
        : Optional.of("the cluster has not heard of it since it booted");
  }

  private static Optional<String> noSocket(JsonNode found) {
    return found.path("metadata").path("annotations").has(SOCKET)
        ? Optional.empty()
        : Optional.of("kubeadm's annotation is missing");
  }

  private OwnTaints taints() {
    return new OwnTaints(host.taints());
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure, InterruptedIOException {
    JsonNode found = awaited(at);
    Kubectl kubectl = view.kubectl(at);
    for (Taint taint : taints().changes(found)) {
      kubectl.change("taint", "node", node.name(), "--overwrite", taint.toString());
    }
    Map<String, Object> metadata = metadata(at, found);
    if (!metadata.isEmpty()) {
      String patch = Json.line(Map.of("metadata", metadata));
      kubectl.change("patch", "node", node.name(), "--type=merge", "--patch", patch);
    }
    view.forget();
  }

  /** What has to change. */
  private Map<String, Object> metadata(StepContext at, JsonNode found)
      throws HostException, StepFailure {
    var metadata = new LinkedHashMap<String, Object>();
    var annotations = new LinkedHashMap<String, String>();
    NodeLabels labels = NodeLabels.of(host);
    if (labels.difference(found).isPresent()) {
      metadata.put("labels", labels.patch(found));
      annotations.put(NodeLabels.OURS, labels.note());
    }
    if (taints().difference(found).isPresent()) {
      annotations.put(OwnTaints.OURS, taints().note());
    }
    if (noSocket(found).isPresent()) {
      annotations.put(SOCKET, kubeadm.config(at).criSocket());
    }
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    return metadata;
  }

  private JsonNode awaited(StepContext at)
      throws HostException, StepFailure, InterruptedIOException {
    var patience = Patience.of(PATIENCE);
    while (true) {
      Optional<JsonNode> found = view.node(at, node.name());
      if (found.isPresent() && silent(at, found.get()).isEmpty()) {
        return found.get();
      }
      patience.pause(at, "its kubelet has not told the cluster of it", PAUSE);
    }
  }
}
