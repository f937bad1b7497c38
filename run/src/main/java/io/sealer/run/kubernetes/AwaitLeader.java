package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.steps.Scripts;

/**
 * Lets the controllers begin before everything that follows the first API server: no pod is made
 * before they have looked at the nodes, for which "nodeipam" waits ten seconds, and that pause is
 * long enough for all the rest. They have begun when one that looks at nodes has an account. Only
 * to save time: what does not come in time is not waited for.
 *
 * @param seconds how long they are waited for
 */
record AwaitLeader(int seconds) implements Asking {
  /** Usually it takes two seconds; where controllers have no accounts of their own, for ever. */
  static final int PATIENCE_SECONDS = 15;

  private static final String WAIT =
      """
      deadline=$(($(date +%s) + $1))
      until kubectl --kubeconfig /etc/kubernetes/admin.conf -n kube-system get serviceaccount node-controller --request-timeout=5s >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$deadline" ] || break
        sleep 0.5
      done
      """;

  @Override
  public Question question(Step step) {
    return Scripts.marked(step, "its controllers have not led");
  }

  @Override
  public void run(StepContext at) throws HostException {
    Scripts.runAndMark(at, "wait for the controllers", WAIT, String.valueOf(seconds));
  }
}
