package io.sealer.e2e.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A cluster as its users see it: through kubectl and the network.
 *
 * @param kubeconfig as the program under test has fetched it
 */
public record KubeCluster(Path kubeconfig) {
  /** Where the application answers on every node. */
  public static final int NODE_PORT = 30_080;

  private static final List<String> CONTROL_PLANE =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");

  /** The cluster of this name. */
  public static KubeCluster of(Program sealer, String name) {
    String path = sealer.run("status", name, "--kubeconfig").succeeded().out().strip();
    return new KubeCluster(Path.of(path));
  }

  /** Runs kubectl, of the same version as the cluster. */
  public Outcome kubectl(String... arguments) {
    String program =
        Settings.cache()
            .resolve("kubernetes/" + Settings.KUBERNETES + "/context/bin/kubectl")
            .toString();
    var command = List.of(program, "--kubeconfig", kubeconfig.toString());
    return Program.of(command.toArray(String[]::new)).run(arguments);
  }

  /** Objects of a kind in all namespaces. */
  public List<JsonNode> all(String kind) {
    var items = new ArrayList<JsonNode>();
    kubectl("get", kind, "--all-namespaces", "-o", "json")
        .succeeded()
        .json()
        .path("items")
        .forEach(items::add);
    return items;
  }

  /**
   * Returns when the kubelet of a single master has told of every pod of its control plane, which
   * it tries again only after a while on a busy machine, and all pods are Ready.
   */
  public void awaitPods() {
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    for (List<JsonNode> pods = all("pods"); !settled(pods); pods = all("pods")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("pods are not ready: " + pods);
      }
    }
  }

  private static boolean settled(List<JsonNode> pods) {
    List<String> components =
        pods.stream()
            .map(pod -> pod.path("metadata").path("labels").path("component").asString())
            .toList();
    return components.containsAll(CONTROL_PLANE)
        && pods.stream().allMatch(pod -> isReady(pod.path("status")));
  }

  private static boolean isReady(JsonNode status) {
    return status.path("conditions").values().stream()
        .anyMatch(
            condition ->
                condition.path("type").asString().equals("Ready")
                    && condition.path("status").asString().equals("True"));
  }

  /** Addresses of the nodes that are Ready. */
  public List<String> readyNodes() {
    var addresses = new ArrayList<String>();
    for (JsonNode node : all("nodes")) {
      boolean ready = isReady(node.path("status"));
      for (JsonNode address : node.path("status").path("addresses")) {
        if (ready && address.path("type").asString().equals("InternalIP")) {
          addresses.add(address.path("address").asString());
        }
      }
    }
    return addresses;
  }

  /** Names of the images of all pods, as their manifests write them. */
  public List<String> podImages() {
    var names = new TreeSet<String>();
    for (JsonNode pod : all("pods")) {
      for (String kind : List.of("containers", "initContainers")) {
        pod.path("spec").path(kind).forEach(c -> names.add(c.path("image").asString()));
      }
    }
    return List.copyOf(names);
  }

  /**
   * What the application answers at this node; retried for two minutes, as a host that has just
   * booted may need.
   */
  public String ask(String address) {
    return Program.of("curl", "--silent", "--show-error", "--fail", "--noproxy", "*")
        .within(Duration.ofMinutes(3))
        .run(
            "--retry",
            "120",
            "--retry-all-errors",
            "--retry-delay",
            "1",
            "--max-time",
            "3",
            "http://" + address + ":" + NODE_PORT + "/")
        .succeeded()
        .out();
  }
}
