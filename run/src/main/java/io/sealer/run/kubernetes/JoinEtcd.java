package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.kubernetes.Etcdctl.Member;
import io.sealer.run.steps.Scripts;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The etcd of a master that joins members which run (etcd's documentation, "Runtime
 * reconfiguration"). May be repeated: a member that was announced and never started is taken up.
 *
 * @param kubeadm makes the configuration
 * @param node how the host appears
 * @param alive an etcd that runs
 */
record JoinEtcd(KubeadmSource kubeadm, NodeIdentity node, Etcdctl alive) implements Work {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    return Scripts.reason(at, StartEtcd.CHECK, at.step().name(), at.step().inputs());
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure, InterruptedIOException {
    String own = Etcdctl.peerUrl(node.address());
    var patience = Patience.of(PATIENCE);
    while (alive.members(at).stream().noneMatch(m -> m.peerUrl().equals(own))) {
      announce(at, own, patience);
    }
    List<Member> members = alive.members(at);
    boolean started = members.stream().anyMatch(m -> m.peerUrl().equals(own) && m.started());
    if (!started || at.session().stat(StartEtcd.MANIFEST).isEmpty()) {
      start(at, own, members);
    }
    while (alive.members(at).stream().noneMatch(m -> m.peerUrl().equals(own) && m.started())) {
      patience.pause(at, "its etcd has not joined the others");
    }
    StartEtcd.remember(at, List.of(node.address()));
    Scripts.mark(at);
  }

  /** Refused for some seconds after another member came: etcd wants all to be well first. */
  private void announce(StepContext at, String own, Patience patience)
      throws HostException, StepFailure, InterruptedIOException {
    try {
      alive.run(at, "member", "add", node.name(), "--peer-urls=" + own);
    } catch (HostException.CommandFailed e) {
      String why = e.output().isEmpty() ? e.problem() : e.output().getLast();
      patience.pause(at, "etcd takes no new member: " + why);
    }
  }

  private void start(StepContext at, String own, List<Member> members)
      throws HostException, StepFailure {
    var initial = new ArrayList<String>();
    for (Member member : members) {
      boolean isOwn = member.peerUrl().equals(own);
      if (isOwn || member.started()) {
        initial.add((isOwn ? node.name() : member.name()) + "=" + member.peerUrl());
      }
    }
    String cluster = initial.stream().collect(Collectors.joining(","));
    StartEtcd.manifest(
        at, kubeadm, node, Map.of("initial-cluster", cluster, "initial-cluster-state", "existing"));
  }
}
