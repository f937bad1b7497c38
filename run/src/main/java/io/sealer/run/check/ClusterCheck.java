package io.sealer.run.check;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Source;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.kubernetes.Etcdctl;
import io.sealer.run.kubernetes.Kubectl;
import io.sealer.run.kubernetes.Workloads;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Looks at Kubernetes as a whole, through a master whose API server answers.
 *
 * @param master the connection with that master
 */
public record ClusterCheck(Session master) {
  /**
   * Members of etcd, nodes, pods and images.
   *
   * @param hosts addresses of the hosts that should be nodes
   * @param masters addresses of those that should be members of etcd
   */
  public List<Finding> findings(List<String> hosts, List<String> masters) throws HostException {
    var kubectl = new Kubectl(master);
    var found = new ArrayList<Finding>();
    etcd(masters, found);
    found.addAll(NodeCheck.judge(kubectl.get("nodes"), hosts));
    JsonNode pods = kubectl.get("pods", "--all-namespaces");
    pods(pods, found);
    images(pods, found);
    return found;
  }

  private void etcd(List<String> masters, List<Finding> found) throws HostException {
    try {
      found.addAll(EtcdCheck.judge(Etcdctl.members(master), masters));
    } catch (HostException.CommandFailed e) {
      found.add(
          Finding.fail(
              Finding.CLUSTER,
              "etcd-members",
              "etcd does not tell its members: " + e.problem(),
              "look at the containers of etcd on the masters"));
    }
  }

  private static void pods(JsonNode pods, List<Finding> found) {
    int all = 0;
    int bad = 0;
    for (JsonNode pod : pods.path("items").values()) {
      all++;
      String phase = pod.path("status").path("phase").asString("Unknown");
      boolean well =
          phase.equals("Succeeded") || (phase.equals("Running") && Workloads.isReady(pod));
      if (!well) {
        bad++;
        String host = pod.path("status").path("hostIP").asString(Finding.CLUSTER);
        String name = called(pod);
        found.add(
            Finding.fail(
                host,
                "pod",
                "%s is %s".formatted(name, phase.equals("Running") ? "not ready" : phase),
                "kubectl describe pod -n " + name.replace("/", " ")));
      }
    }
    if (bad == 0) {
      found.add(Finding.ok(Finding.CLUSTER, "pods", "%d pods run".formatted(all)));
    }
  }

  private static String called(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    return metadata.path("namespace").asString() + "/" + metadata.path("name").asString();
  }

  /** Names that running pods use, each asked for at the mirror of this master. */
  private void images(JsonNode pods, List<Finding> found) throws HostException {
    var names = new TreeSet<String>();
    for (JsonNode pod : pods.path("items").values()) {
      for (String kind : List.of("containers", "initContainers")) {
        for (JsonNode container : pod.path("spec").path(kind).values()) {
          names.add(container.path("image").asString());
        }
      }
    }
    byte[] lines = (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
    Command ask =
        Command.of(NodeCommands.defaults().holds(AgentPaths.CONFIG)).withStdin(Source.of(lines));
    ExecResult answer = master.exec(ask);
    if (!answer.ok()) {
      found.add(
          Finding.fail(
              Finding.CLUSTER,
              "images",
              "the mirror could not be asked",
              "systemctl restart sealer-node on the masters"));
      return;
    }
    for (String missing : answer.lines()) {
      found.add(
          Finding.fail(
              Finding.CLUSTER,
              "images",
              missing + " is held by no mirror: its pods cannot start elsewhere without internet",
              "build it into the cluster image (COPY its manifests or name it in an image list)"));
    }
    if (answer.lines().isEmpty()) {
      String text = "%d images of pods are available offline".formatted(names.size());
      found.add(Finding.ok(Finding.CLUSTER, "images", text));
    }
  }
}
