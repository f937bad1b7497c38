package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.time.Duration;
import java.util.Optional;

/**
 * A further master or a worker, by {@code kubeadm join}.
 *
 * @param kubeadm makes the configuration from the image's defaults
 * @param tokens makes what a host needs to join
 * @param node how the host appears
 * @param master whether it becomes a master
 */
record JoinNode(KubeadmSource kubeadm, JoinTokens tokens, NodeIdentity node, boolean master)
    implements Work {
  private static final String FILE = "/etc/kubernetes/join.yaml";

  private static final String CHECK =
      """
      [ -s /etc/kubernetes/kubelet.conf ] || { echo "it is not a member yet"; exit 0; }
      if [ "$3" = true ] && [ ! -s /etc/kubernetes/admin.conf ]; then echo "it has no control plane yet"; exit 0; fi
      is_marked join "$1" || { echo "its joining was not finished"; exit 0; }
      systemctl -q is-active kubelet || { echo "its kubelet does not run"; exit 0; }
      kubectl --kubeconfig /etc/kubernetes/kubelet.conf get node "$2" --request-timeout=20s >/dev/null 2>&1 || echo "the cluster does not know it"
      """;

  /** A master's API server is up now: names point to it. */
  private static final String OWN_API =
      """
      name=$(echo "$2" | sed 's/[.]/[.]/g')
      lines=$(sed "/^# BEGIN sealer$/,/^# END sealer$/s/^[^ ]* $name$/$1 $2/" /etc/hosts)
      printf '%s\\n' "$lines" > /etc/hosts
      """;

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    return Scripts.reason(at, CHECK, at.step().inputs(), node.name(), String.valueOf(master));
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    JoinSecrets secrets = tokens.secrets(at, master);
    KubeadmConfig config = kubeadm.config(at);
    put(at, KubeadmConfig.DISCOVERY, config.discovery(secrets));
    put(at, FILE, config.join(node, secrets));
    Command join =
        Command.of("kubeadm", "join", "--config", FILE, "--skip-phases=preflight")
            .withIdleTimeout(Duration.ofMinutes(6));
    try {
      at.session().run(join);
    } finally {
      at.session().exec(Command.of("rm", "-f", FILE, KubeadmConfig.DISCOVERY));
    }
    if (master) {
      Scripts.run(
          at, "point to the own API server", OWN_API, node.address(), kubeadm.network().domain());
    }
    Scripts.mark(at);
  }

  private static void put(StepContext at, String file, String text) throws HostException {
    at.session().put(FileContent.of(text), RemoteFile.of(file).secret());
  }
}
