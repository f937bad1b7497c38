package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.steps.Scripts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The first master, by {@code kubeadm init}. What an interrupted kubeadm left is taken up: its
 * certificates, kubeconfigs and etcd data stay.
 *
 * @param kubeadm makes the configuration from the image's defaults
 * @param node how the host appears
 * @param rootfs where the image's files lie
 */
record InitControlPlane(KubeadmSource kubeadm, NodeIdentity node, String rootfs) implements Work {
  static final String FILE = "/etc/kubernetes/kubeadm.yaml";

  private static final String CHECK =
      """
      [ -s /etc/kubernetes/admin.conf ] || { echo "there is no control plane"; exit 0; }
      is_marked init "$1" || { echo "its configuration is another"; exit 0; }
      kubectl --kubeconfig /etc/kubernetes/admin.conf get node "$2" --request-timeout=20s >/dev/null 2>&1 || echo "the API server does not answer"
      """;

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    return Scripts.reason(at, CHECK, at.step().inputs(), node.name());
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    String config = kubeadm.config(at).init(node, Optional.empty());
    at.session().put(FileContent.of(config), RemoteFile.of(FILE).secret());
    Command init =
        Command.of("kubeadm", "init", "--config", FILE, "--skip-phases=preflight")
            .withIdleTimeout(Duration.ofMinutes(6));
    at.session().run(init);
    Scripts.mark(at);
  }

  /** A file of a host as text. */
  static String read(StepContext at, String host, String path) throws HostException {
    var bytes = new ByteArrayOutputStream();
    at.session(host).get(path, bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
