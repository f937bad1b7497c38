package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is ready in a cluster and what is not, with the reason. */
public final class Workloads {
  private static final Set<String> WORKLOADS = Set.of("Deployment", "DaemonSet", "StatefulSet");

  private Workloads() {}

  /** Nodes, deployments, daemon sets and stateful sets of all namespaces. */
  static JsonNode all(Kubectl kubectl) throws HostException {
    return kubectl.get("nodes,deployments,daemonsets,statefulsets", "--all-namespaces");
  }

  /** Nodes that are wanted and not ready, as sentences. */
  static List<String> notReady(JsonNode all, List<String> nodes) {
    var ready = new HashSet<String>();
    for (JsonNode item : all.path("items").values()) {
      if (item.path("kind").asString().equals("Node") && isReady(item)) {
        ready.add(item.path("metadata").path("name").asString());
      }
    }
    return nodes.stream()
        .filter(n -> !ready.contains(n))
        .map(n -> "node " + n + " is not ready")
        .toList();
  }

  /** Workloads that are not available. */
  static List<JsonNode> unavailable(JsonNode all) {
    return all.path("items").values().stream()
        .filter(item -> WORKLOADS.contains(item.path("kind").asString()))
        .filter(item -> !isAvailable(item))
        .toList();
  }

  /** Whether a node or pod has the condition Ready. */
  public static boolean isReady(JsonNode object) {
    return object.path("status").path("conditions").values().stream()
        .anyMatch(
            c ->
                c.path("type").asString().equals("Ready")
                    && c.path("status").asString().equals("True"));
  }

  static boolean isAvailable(JsonNode item) {
    JsonNode status = item.path("status");
    long generation = item.path("metadata").path("generation").asLong(0);
    if (status.path("observedGeneration").asLong(0) < generation) {
      return false;
    }
    int wanted = item.path("spec").path("replicas").asInt(1);
    return switch (item.path("kind").asString()) {
      case "DaemonSet" -> {
        int scheduled = status.path("desiredNumberScheduled").asInt(0);
        yield scheduled > 0
            && status.path("numberAvailable").asInt(0) >= scheduled
            && status.path("updatedNumberScheduled").asInt(0) >= scheduled;
      }
      case "StatefulSet" -> status.path("readyReplicas").asInt(0) >= wanted;
      default ->
          status.path("availableReplicas").asInt(0) >= wanted
              && status.path("updatedReplicas").asInt(0) >= wanted;
    };
  }

  static String called(JsonNode item) {
    JsonNode meta = item.path("metadata");
    return "%s %s/%s"
        .formatted(
            item.path("kind").asString().toLowerCase(Locale.ROOT),
            meta.path("namespace").asString(""),
            meta.path("name").asString());
  }

  /** What a file's workloads lack, as sentences; also when they are not there. */
  public static List<String> waitingIn(Kubectl kubectl, String file) throws HostException {
    var result = kubectl.exec("get", "-f", file, "-o", "json");
    if (!result.ok()) {
      return List.of("objects of " + file + " are missing");
    }
    JsonNode found = Json.parse(result.stdout());
    var items = found.has("items") ? found.path("items").values() : List.of(found);
    return items.stream()
        .filter(item -> WORKLOADS.contains(item.path("kind").asString()))
        .filter(item -> !isAvailable(item))
        .map(item -> called(item) + " is not available")
        .toList();
  }

  /** Why pods do not run, one line each, at most twenty. */
  static List<String> podTroubles(Kubectl kubectl) throws HostException {
    var troubles = new ArrayList<String>();
    for (JsonNode pod : kubectl.get("pods", "--all-namespaces").path("items").values()) {
      String phase = pod.path("status").path("phase").asString("");
      if (!isReady(pod) && !phase.equals("Succeeded")) {
        troubles.add(called(pod) + ": " + trouble(pod, phase));
      }
    }
    return troubles.stream().limit(20).toList();
  }

  private static String trouble(JsonNode pod, String phase) {
    JsonNode status = pod.path("status");
    for (String list : List.of("initContainerStatuses", "containerStatuses")) {
      for (JsonNode container : status.path(list).values()) {
        for (String state : List.of("waiting", "terminated")) {
          JsonNode why = container.path("state").path(state);
          boolean completed = why.path("reason").asString("").equals("Completed");
          if (!why.isMissingNode() && !completed) {
            return "%s: %s %s"
                .formatted(
                    container.path("name").asString(),
                    why.path("reason").asString(state),
                    why.path("message").asString(""))
                .strip();
          }
        }
      }
    }
    return status.path("conditions").values().stream()
        .filter(c -> c.path("status").asString().equals("False"))
        .map(c -> c.path("message").asString(""))
        .filter(m -> !m.isEmpty())
        .findFirst()
        .orElse(phase);
  }
}
