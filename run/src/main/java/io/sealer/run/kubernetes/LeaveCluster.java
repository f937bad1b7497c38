package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.reset.ResetHost;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Takes a host out of the cluster: drained, forgotten by etcd and Kubernetes, cleaned. A dead
 * worker is only forgotten.
 *
 * @param address of the host
 * @param isMaster whether it has an etcd member
 * @param first address of the first master, which stays
 */
record LeaveCluster(String address, boolean isMaster, String first) implements Work {
  private static final ResetHost RESET = new ResetHost();
  private static final Duration SILENCE = Duration.ofMinutes(3);

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    if (nodeName(at).isPresent()) {
      return Optional.of("it is not wanted in the cluster");
    }
    try {
      return RESET.check(at);
    } catch (HostException.Unreachable e) {
      return Optional.empty();
    }
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    boolean alive = alive(at);
    if (isMaster && !alive) {
      throw at.failure(
          "a master that does not answer cannot leave yet", "start the host, then run this again");
    }
    Optional<String> name = nodeName(at);
    if (name.isPresent()) {
      drain(at, name.get(), alive);
      if (isMaster) {
        at.session()
            .run(
                Command.of("kubeadm", "reset", "phase", "remove-etcd-member")
                    .withIdleTimeout(SILENCE));
      }
      new Kubectl(at.session(first)).run("delete", "node", name.get());
    }
    if (alive) {
      RESET.run(at);
    }
  }

  private static boolean alive(StepContext at) throws HostException {
    try {
      return at.session().exec(Command.of("true")).ok();
    } catch (HostException.Unreachable e) {
      return false;
    }
  }

  /** Pods of a dead host cannot be told to go: they are not waited for. */
  private void drain(StepContext at, String name, boolean alive) throws HostException {
    var kubectl = new Kubectl(at.session(first));
    kubectl.run("cordon", name);
    if (alive) {
      kubectl.run(
          "drain",
          name,
          "--ignore-daemonsets",
          "--delete-emptydir-data",
          "--force",
          "--timeout=120s");
    }
  }

  private Optional<String> nodeName(StepContext at) throws HostException {
    for (JsonNode node : new Kubectl(at.session(first)).get("nodes").path("items").values()) {
      for (JsonNode known : node.path("status").path("addresses").values()) {
        if (known.path("address").asString("").equals(address)) {
          return Optional.of(node.path("metadata").path("name").asString());
        }
      }
    }
    return Optional.empty();
  }
}
