package io.sealer.run.kubernetes;

import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.steps.Scripts;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The etcd of a master, one of several that start together (etcd's documentation, "Clustering
 * Guide", static). The members' list is on the host before its etcd is; etcd itself heeds it at its
 * first start only.
 *
 * @param kubeadm makes the configuration
 * @param node how the host appears
 * @param members node names of all that start together by address
 * @param others etcd of masters that may run already: one that had started and has lost its data,
 *     as on a host that was installed anew, must join them and never start as if nothing were known
 */
record StartEtcd(
    KubeadmSource kubeadm, NodeIdentity node, Map<String, String> members, List<Etcdctl> others)
    implements Asking {
  static final String MANIFEST = "/etc/kubernetes/manifests/etcd.yaml";
  private static final String CONFIG = "/etc/kubernetes/kubeadm-etcd.yaml";

  /** Where a member that has run keeps what it knows. */
  static final String DATA = "/var/lib/etcd/member";

  static final String CHECK =
      """
      is_marked "$1" "$2" || { echo "etcd is not set up"; exit 0; }
      [ -s /etc/kubernetes/manifests/etcd.yaml ] || echo "etcd's manifest is missing"
      """;

  StartEtcd {
    members = new TreeMap<>(members);
    others = List.copyOf(others);
  }

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, step.name(), step.inputs());
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure, InterruptedIOException {
    if (!others.isEmpty() && at.session().stat(DATA).isEmpty()) {
      for (Etcdctl other : others) {
        if (knowsIt(at, other)) {
          new JoinEtcd(kubeadm, node, other).run(at);
          return;
        }
      }
    }
    start(at);
  }

  /** Whether another etcd knows that this one has run; one that does not answer knows nothing. */
  private boolean knowsIt(StepContext at, Etcdctl other) throws HostException {
    String own = Etcdctl.peerUrl(node.address());
    try {
      return other.members(at).stream().anyMatch(m -> m.peerUrl().equals(own) && m.started());
    } catch (HostException.CommandFailed e) {
      return false;
    }
  }

  private void start(StepContext at) throws HostException, StepFailure {
    remember(at, members.keySet().stream().toList());
    String initial =
        members.entrySet().stream()
            .map(m -> m.getValue() + "=" + Etcdctl.peerUrl(m.getKey()))
            .collect(Collectors.joining(","));
    manifest(at, kubeadm, node, Map.of("initial-cluster", initial));
    Scripts.mark(at);
  }

  static void remember(StepContext at, List<String> addresses) throws HostException {
    at.ledger().record(LedgerEntry.of(Kind.TREE, "/var/lib/etcd"));
    String text = addresses.stream().sorted().collect(Collectors.joining("\n")) + "\n";
    at.session().put(FileContent.of(text), RemoteFile.of(EtcdMembers.FILE));
  }

  /** Written by kubeadm, with arguments that hold for this member's first start. */
  static void manifest(
      StepContext at, KubeadmSource kubeadm, NodeIdentity node, Map<String, Object> arguments)
      throws HostException, StepFailure {
    String text = kubeadm.config(at).etcd(node, arguments);
    KubeadmPhases.run(at, CONFIG, text, List.of("etcd local"));
  }
}
