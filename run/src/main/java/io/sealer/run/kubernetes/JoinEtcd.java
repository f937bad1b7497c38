package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.kubernetes.Etcdctl.Member;
import io.sealer.run.steps.Scripts;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The etcd of a master that joins members which run (etcd's documentation, "Runtime
 * reconfiguration" and "Learner"): announced as a learner, which has no vote and so cannot cost the
 * others their majority, started, and given its vote when it has caught up. May be repeated at any
 * point.
 *
 * @param kubeadm makes the configuration
 * @param node how the host appears
 * @param alive an etcd that runs
 */
record JoinEtcd(KubeadmSource kubeadm, NodeIdentity node, Etcdctl alive) implements Asking {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Override
  public Question question(Step step) {
    return Scripts.question(StartEtcd.CHECK, step.name(), step.inputs());
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure, InterruptedIOException {
    String own = Etcdctl.peerUrl(node.address());
    var patience = Patience.of(PATIENCE);
    Optional<Member> member = find(at, own);
    if (member.isPresent() && hasLostItsData(at, member.get())) {
      alive.run(at, "member", "remove", member.get().id());
      member = Optional.empty();
    }
    while (member.isEmpty()) {
      tried(at, patience, "member", "add", node.name(), "--learner", "--peer-urls=" + own);
      member = find(at, own);
    }
    if (!member.get().started() || at.session().stat(StartEtcd.MANIFEST).isEmpty()) {
      start(at, own);
    }
    while (member.isEmpty() || member.get().learner() || !member.get().started()) {
      member = find(at, own);
      if (member.isPresent() && member.get().learner() && member.get().started()) {
        tried(at, patience, "member", "promote", member.get().id());
      } else {
        patience.pause(at, "its etcd has not joined the others");
      }
    }
    StartEtcd.remember(at, List.of(node.address()));
    Scripts.mark(at);
  }

  /** As on a host that was installed anew: others would not let it go on under its old name. */
  private static boolean hasLostItsData(StepContext at, Member member) throws HostException {
    return member.started() && at.session().stat(StartEtcd.DATA).isEmpty();
  }

  private Optional<Member> find(StepContext at, String own) throws HostException {
    return alive.members(at).stream().filter(m -> m.peerUrl().equals(own)).findFirst();
  }

  /** Refused while another member comes, or has not caught up: etcd wants all to be well first. */
  private void tried(StepContext at, Patience patience, String... call)
      throws StepFailure, InterruptedIOException, HostException {
    try {
      alive.run(at, call);
    } catch (HostException.CommandFailed e) {
      String why = e.output().isEmpty() ? e.problem() : e.output().getLast();
      patience.pause(at, "etcd does not " + call[1] + " the member: " + why);
    }
  }

  private void start(StepContext at, String own) throws HostException, StepFailure {
    var initial = new ArrayList<String>();
    for (Member member : alive.members(at)) {
      boolean isOwn = member.peerUrl().equals(own);
      if (isOwn || member.started()) {
        initial.add((isOwn ? node.name() : member.name()) + "=" + member.peerUrl());
      }
    }
    StartEtcd.manifest(
        at,
        kubeadm,
        node,
        Map.of("initial-cluster", String.join(",", initial), "initial-cluster-state", "existing"));
  }
}
