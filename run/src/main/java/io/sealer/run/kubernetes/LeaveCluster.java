package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.reset.ResetHost;
import io.sealer.run.steps.Scripts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Takes a host out of the cluster: drained, forgotten by etcd and Kubernetes, cleaned. A dead host
 * is only forgotten.
 *
 * @param address of the host
 * @param etcd an etcd that stays
 * @param staying addresses of the masters that stay
 * @param view what the cluster says, by a master that stays
 */
record LeaveCluster(String address, Etcdctl etcd, List<String> staying, ClusterView view)
    implements Work {
  private static final ResetHost RESET = new ResetHost();

  private static final String FORGET =
      "[ ! -f \"$1\" ] || { grep -vxF -- \"$2\" \"$1\" > \"$1.new\" || true; mv -f \"$1.new\" \"$1\"; }";

  LeaveCluster {
    staying = List.copyOf(staying);
  }

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    if (node(at).isPresent()) {
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
    Optional<JsonNode> node = node(at);
    if (node.isPresent()) {
      drain(at, name(node.get()), alive);
    }
    forgetMember(at);
    node = node(at);
    if (node.isPresent()) {
      view.kubectl(at).change("delete", "node", name(node.get()), "--ignore-not-found");
      ClusterStatusDocument.forget(view.kubectl(at), name(node.get()));
    }
    view.forget();
    if (alive) {
      RESET.run(at);
    }
  }

  private static String name(JsonNode node) {
    return node.path("metadata").path("name").asString();
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
    Kubectl kubectl = view.kubectl(at);
    kubectl.change("cordon", name);
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

  /** A leader hands over first: without a leader nothing is written for seconds. */
  private void forgetMember(StepContext at) throws HostException, StepFailure {
    String own = Etcdctl.peerUrl(address);
    var members = etcd.members(at);
    for (Etcdctl.Member member : members) {
      if (member.peerUrl().equals(own)) {
        if (members.size() == 1) {
          throw at.failure("it is the last member of etcd", "add another master first");
        }
        EtcdLeader.handOver(at, etcd, member, staying);
        etcd.run(at, "member", "remove", member.id());
      }
    }
    for (String master : staying) {
      at.session(master)
          .run(Scripts.command("forget the etcd member", FORGET, EtcdMembers.FILE, address));
    }
  }

  private Optional<JsonNode> node(StepContext at) throws HostException {
    return view.look(at)
        .flatMap(
            all ->
                all.path("items").values().stream()
                    .filter(i -> i.path("kind").asString().equals("Node"))
                    .filter(this::isAddressed)
                    .findFirst());
  }

  private boolean isAddressed(JsonNode node) {
    return node.path("status").path("addresses").values().stream()
        .anyMatch(known -> known.path("address").asString("").equals(address));
  }
}
