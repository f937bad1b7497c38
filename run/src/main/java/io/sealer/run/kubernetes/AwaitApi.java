package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.node.api.Endpoint;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.clusterfile.HostPorts;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.steps.Scripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Waits until the API server of a master is ready.
 *
 * @param address the master's
 */
record AwaitApi(String address) implements Asking {
  private static final int PATIENCE_SECONDS = 300;

  /** Listening on port 6443, as the kernel says it. */
  private static final String LISTENS =
      "grep -qE ':192B [0-9A-F]+:0000 0A' /proc/net/tcp /proc/net/tcp6 2>/dev/null";

  private static final String CHECK = LISTENS + " || echo \"its API server does not listen\"";

  /**
   * Prints why it is not ready. The agent asks often for little; kubectl once, to be sure that
   * those who have a name are let in.
   */
  private static final String WAIT =
      """
      server=$1
      deadline=$(($(date +%s) + $2))
      shift 2
      if ! said=$("$@" 2>&1); then
        why=$(printf '%s\\n' "$said" | sed -n 's/^error: //p')
        echo "${why:-the wait for the API server broke off: $said}"
        exit 0
      fi
      until kubectl --kubeconfig /etc/kubernetes/admin.conf --server "https://$server" get --raw /readyz --request-timeout=5s >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$deadline" ] || { echo "the API server at $server serves, but not the administrator"; exit 0; }
        sleep 0.5
      done
      """;

  private static final String LOGS =
      """
      for name in etcd kube-apiserver; do
        for file in /var/log/pods/kube-system_"$name"-*/"$name"/*.log; do
          [ -f "$file" ] && last=$file
        done
        [ -n "$last" ] && tail -n 6 "$last" | cut -c 1-300
        last=
      done
      systemctl -q is-active kubelet || echo "the kubelet does not run"
      """;

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK);
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    var server = new Endpoint(address, HostPorts.API);
    Path authority = Path.of(MasterKeys.PKI + "ca.crt");
    var arguments = new ArrayList<>(List.of(server.toString(), String.valueOf(PATIENCE_SECONDS)));
    arguments.addAll(NodeCommands.defaults().apiReady(server, authority, PATIENCE_SECONDS));
    Command wait =
        Command.script(Scripts.PRELUDE + WAIT, arguments.toArray(String[]::new))
            .named("wait for the API server");
    String late = at.session().run(wait).text();
    if (!late.isEmpty()) {
      List<String> logs =
          at.session().exec(Command.script(LOGS).named("read logs of the control plane")).lines();
      throw StepFailure.of(
          at.step(), late, "look at the lines below; run the same command again to wait on", logs);
    }
  }
}
