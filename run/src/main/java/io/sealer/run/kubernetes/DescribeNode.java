package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Taint;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Role and user labels, and taints, of a node. Labels and taints of others stay.
 *
 * @param host what is wanted
 * @param node how the host appears
 * @param master address of the first master
 */
record DescribeNode(ClusterHost host, NodeIdentity node, String master) implements Work {
  private static final String ROLE = "node-role.kubernetes.io/";

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    var result = new Kubectl(at.session(master)).exec("get", "node", node.name(), "-o", "json");
    if (!result.ok()) {
      return Optional.of("labels are not set");
    }
    JsonNode found = io.sealer.run.engine.Json.parse(result.stdout());
    return missingLabel(found).or(() -> wrongTaint(found));
  }

  private Optional<String> missingLabel(JsonNode found) {
    JsonNode labels = found.path("metadata").path("labels");
    return labels().entrySet().stream()
        .filter(
            l ->
                !labels.has(l.getKey()) || !labels.path(l.getKey()).asString().equals(l.getValue()))
        .findFirst()
        .map(l -> "label " + l.getKey() + " is missing");
  }

  private Optional<String> wrongTaint(JsonNode found) {
    JsonNode taints = found.path("spec").path("taints");
    return host.taints().stream()
        .filter(taint -> has(taints, taint) == taint.remove())
        .findFirst()
        .map(taint -> "taint " + taint + " is not applied");
  }

  private static boolean has(JsonNode taints, Taint wanted) {
    return taints.values().stream()
        .anyMatch(
            t ->
                t.path("key").asString().equals(wanted.key())
                    && wanted.effect().map(t.path("effect").asString()::equals).orElse(true)
                    && (wanted.remove() || t.path("value").asString("").equals(wanted.value())));
  }

  private Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    host.roles().stream()
        .filter(role -> !role.equals(ClusterHost.MASTER))
        .forEach(role -> labels.put(ROLE + role, ""));
    labels.putAll(host.labels());
    return labels;
  }

  @Override
  public void run(StepContext at) throws HostException {
    var kubectl = new Kubectl(at.session(master));
    var label = new ArrayList<>(List.of("label", "node", node.name(), "--overwrite"));
    labels().forEach((key, value) -> label.add(key + "=" + value));
    if (!labels().isEmpty()) {
      kubectl.run(label.toArray(String[]::new));
    }
    JsonNode found = kubectl.get("node", node.name()).path("spec").path("taints");
    for (Taint taint : host.taints()) {
      if (has(found, taint) == taint.remove()) {
        kubectl.run("taint", "node", node.name(), "--overwrite", taint.toString());
      }
    }
  }
}
