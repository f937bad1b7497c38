package io.sealer.run.kubernetes;

import io.sealer.run.clusterfile.ClusterHost;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Labels of a node that the Clusterfile speaks of. Their keys are written down on the node, so that
 * a label that is no longer wanted can be told from one of somebody else's and is taken away.
 *
 * @param wanted value by key
 */
record NodeLabels(Map<String, String> wanted) {
  /** The annotation that has the keys. */
  static final String OURS = "sealer.io/labels";

  private static final String ROLE = "node-role.kubernetes.io/";

  NodeLabels {
    wanted = new TreeMap<>(wanted);
  }

  /** Roles and labels of a host. */
  static NodeLabels of(ClusterHost host) {
    var labels = new LinkedHashMap<String, String>();
    host.roles().stream()
        .filter(role -> !role.equals(ClusterHost.MASTER))
        .forEach(role -> labels.put(ROLE + role, ""));
    labels.putAll(host.labels());
    return new NodeLabels(labels);
  }

  /** What is to be done with a node's labels, if anything. */
  Optional<String> difference(JsonNode node) {
    JsonNode labels = node.path("metadata").path("labels");
    return wanted.entrySet().stream()
        .filter(
            l ->
                !labels.has(l.getKey()) || !labels.path(l.getKey()).asString().equals(l.getValue()))
        .findFirst()
        .map(l -> "label " + l.getKey() + " is missing")
        .or(() -> vanished(node).stream().findFirst().map(k -> "label " + k + " is not wanted"))
        .or(() -> noted(node).equals(note()) ? Optional.empty() : Optional.of("labels are new"));
  }

  /** Ours of before that are still there. */
  private List<String> vanished(JsonNode node) {
    JsonNode labels = node.path("metadata").path("labels");
    return Arrays.stream(noted(node).split(","))
        .filter(key -> !key.isEmpty() && !wanted.containsKey(key) && labels.has(key))
        .toList();
  }

  private static String noted(JsonNode node) {
    return node.path("metadata").path("annotations").path(OURS).asString("");
  }

  /** The keys as the annotation has them. */
  String note() {
    return String.join(",", wanted.keySet());
  }

  /** Labels for a merge patch (RFC 7396), in which nothing as value takes one away. */
  Map<String, Optional<String>> patch(JsonNode node) {
    var patch = new LinkedHashMap<String, Optional<String>>();
    wanted.forEach((key, value) -> patch.put(key, Optional.of(value)));
    vanished(node).forEach(key -> patch.put(key, Optional.empty()));
    return patch;
  }
}
