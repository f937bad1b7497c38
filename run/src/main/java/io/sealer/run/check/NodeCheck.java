package io.sealer.run.check;

import io.sealer.run.kubernetes.Workloads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Whether Kubernetes has the nodes that the Clusterfile names, and no others. Pure. */
final class NodeCheck {
  private NodeCheck() {}

  /**
   * Compares them.
   *
   * @param nodes all nodes, a list of Kubernetes
   * @param hosts addresses of the hosts that should be nodes
   */
  static List<Finding> judge(JsonNode nodes, List<String> hosts) {
    var found = new ArrayList<Finding>();
    Map<String, JsonNode> byAddress = new LinkedHashMap<>();
    for (JsonNode node : nodes.path("items").values()) {
      addresses(node).forEach(address -> byAddress.put(address, node));
      if (addresses(node).noneMatch(hosts::contains)) {
        found.add(stranger(node.path("metadata").path("name").asString()));
      }
    }
    for (String host : hosts) {
      JsonNode node = byAddress.get(host);
      if (node == null) {
        found.add(Finding.fail(host, "node", "it is not a node", "sealer apply lets it join"));
      } else if (!Workloads.isReady(node)) {
        found.add(Finding.fail(host, "node", "it is not Ready", "journalctl -u kubelet tells why"));
      } else {
        found.add(Finding.ok(host, "node", "it is Ready"));
      }
    }
    return found;
  }

  private static Stream<String> addresses(JsonNode node) {
    return node.path("status").path("addresses").values().stream()
        .filter(address -> address.path("type").asString().equals("InternalIP"))
        .map(address -> address.path("address").asString());
  }

  private static Finding stranger(String name) {
    return Finding.warn(
        Finding.CLUSTER,
        "nodes",
        "node %s is no host of the cluster as this machine knows it".formatted(name),
        "when another machine has added it: sealer adopt MASTER; when it is gone for good: kubectl delete node "
            + name);
  }
}
