package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.kubernetes.Etcdctl.Member;
import io.sealer.run.reset.ResetHost;
import io.sealer.run.steps.Scripts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Takes a host out of the cluster: drained, forgotten by etcd and Kubernetes, cleaned. A dead host
 * is only forgotten, and so is one that another cluster has now. Silence of the API server or of
 * etcd says nothing about whether the host has left.
 *
 * @param host the one that leaves
 * @param cluster name of the cluster
 * @param etcd an etcd that stays
 * @param staying addresses of the masters that stay
 * @param view what the cluster says, by a master that stays
 */
record LeaveCluster(
    ClusterHost host, String cluster, Etcdctl etcd, List<String> staying, ClusterView view)
    implements Work {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final ResetHost RESET = new ResetHost();

  private static final Command WHOSE =
      Command.script("cat /var/lib/sealer/node/cluster 2>/dev/null || true")
          .named("look which cluster it belongs to");

  private static final String FORGET =
      "[ ! -f \"$1\" ] || { grep -vxF -- \"$2\" \"$1\" > \"$1.new\" || true; mv -f \"$1.new\" \"$1\"; }";

  LeaveCluster {
    staying = List.copyOf(staying);
  }

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    Optional<JsonNode> all = view.look(at);
    if (all.isEmpty()) {
      return Optional.of("the API server does not answer");
    }
    if (node(all.get()).isPresent()) {
      return Optional.of("it is not wanted in the cluster");
    }
    Optional<String> counted = host.isMaster() ? counted(at) : Optional.empty();
    return counted.isEmpty() && isOurs(at) ? RESET.check(at) : counted;
  }

  /** A master may have become a member of etcd without ever having become a node. */
  private Optional<String> counted(StepContext at) throws HostException {
    try {
      return etcd.members(at).stream().anyMatch(this::isOwn)
          ? Optional.of("etcd counts it among its members")
          : Optional.empty();
    } catch (HostException.CommandFailed e) {
      return Optional.of("etcd does not answer");
    }
  }

  private boolean isOwn(Member member) {
    return member.peerUrl().equals(Etcdctl.peerUrl(host.address()));
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    boolean ours = isOurs(at);
    Optional<JsonNode> node = awaitedNode(at);
    if (node.isPresent()) {
      drain(at, node.get(), ours);
    }
    if (host.isMaster()) {
      forgetMember(at);
    }
    view.forget();
    node = awaitedNode(at);
    if (node.isPresent()) {
      view.kubectl(at).change("delete", "node", name(node.get()), "--ignore-not-found");
      ClusterStatusDocument.forget(view.kubectl(at), name(node.get()));
    }
    if (ours) {
      RESET.run(at);
    }
    // An API server that is silent for a moment must not make the proof fail.
    view.forget();
    awaited(at);
  }

  private static String name(JsonNode node) {
    return node.path("metadata").path("name").asString();
  }

  /** Whether it can be cleaned: it answers, and no other cluster has it. */
  private boolean isOurs(StepContext at) throws HostException {
    try {
      String owner = at.session().run(WHOSE).text();
      return owner.isEmpty() || owner.equals(cluster);
    } catch (HostException.Unreachable e) {
      return false;
    }
  }

  /** Only where the node is Ready does somebody tell pods to go, and when they have gone. */
  private void drain(StepContext at, JsonNode node, boolean alive)
      throws HostException, StepFailure, InterruptedIOException {
    Kubectl kubectl = view.kubectl(at);
    kubectl.change("cordon", name(node));
    if (!alive || !Workloads.isReady(node)) {
      return;
    }
    try {
      kubectl.run(
          "drain",
          name(node),
          "--ignore-daemonsets",
          "--delete-emptydir-data",
          "--force",
          "--timeout=120s");
    } catch (HostException.CommandFailed e) {
      view.forget();
      if (awaitedNode(at).filter(Workloads::isReady).isPresent()) {
        throw StepFailure.of(
            at.step(),
            "its pods do not go: " + (e.output().isEmpty() ? e.problem() : e.output().getLast()),
            "loosen the PodDisruptionBudget or scale the application, then run the same command again;"
                + " or stop the host's kubelet, and it is removed without waiting for pods",
            e.output());
      }
    }
  }

  /** A leader hands over first: without a leader nothing is written for seconds. */
  private void forgetMember(StepContext at) throws HostException, StepFailure {
    List<Member> members = etcd.members(at);
    for (Member member : members) {
      if (isOwn(member)) {
        if (members.size() == 1) {
          throw at.failure("it is the last member of etcd", "add another master first");
        }
        EtcdLeader.handOver(at, etcd, member, staying);
        etcd.run(at, "member", "remove", member.id());
      }
    }
    for (String master : staying) {
      at.session(master)
          .run(Scripts.command("forget the etcd member", FORGET, EtcdMembers.FILE, host.address()));
    }
  }

  /** The host's node, as an API server says that answers. */
  private Optional<JsonNode> awaitedNode(StepContext at)
      throws HostException, StepFailure, InterruptedIOException {
    return node(awaited(at));
  }

  private JsonNode awaited(StepContext at)
      throws HostException, StepFailure, InterruptedIOException {
    var patience = Patience.of(PATIENCE);
    Optional<JsonNode> all = view.look(at);
    while (all.isEmpty()) {
      patience.pause(at, "the API server does not answer");
      all = view.look(at);
    }
    return all.get();
  }

  private Optional<JsonNode> node(JsonNode all) {
    return all.path("items").values().stream()
        .filter(item -> item.path("kind").asString().equals("Node"))
        .filter(this::isAddressed)
        .findFirst();
  }

  private boolean isAddressed(JsonNode node) {
    return node.path("status").path("addresses").values().stream()
        .anyMatch(known -> known.path("address").asString("").equals(host.address()));
  }
}
