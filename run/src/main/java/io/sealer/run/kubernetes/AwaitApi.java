package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.steps.Scripts;
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

  /** Asks only while somebody listens: kubectl costs more than the port's look. */
  private static final String WAIT =
      """
      deadline=$(($(date +%s) + $2))
      while [ "$(date +%s)" -lt "$deadline" ]; do
        if LISTENS && kubectl --kubeconfig /etc/kubernetes/admin.conf --server "https://$1:6443" get --raw /readyz --request-timeout=5s >/dev/null 2>&1; then
          exit 0
        fi
        sleep 0.3
      done
      echo "it is not ready after $2 s"
      """
          .replace("LISTENS", LISTENS);

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
    Command wait =
        Command.script(
                Scripts.PRELUDE + WAIT,
                ClusterNetwork.bracketed(address),
                String.valueOf(PATIENCE_SECONDS))
            .named("wait for the API server");
    String late = at.session().run(wait).text();
    if (!late.isEmpty()) {
      List<String> logs =
          at.session().exec(Command.script(LOGS).named("read logs of the control plane")).lines();
      throw StepFailure.of(
          at.step(),
          "the API server: " + late,
          "look at the lines below; run the same command again to wait on",
          logs);
    }
  }
}
