package io.sealer.run.check;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.preflight.KubeletProbe;
import java.util.List;

/** Whether a master reaches the kubelets of other hosts, as kubectl logs and exec need it. */
public final class KubeletCheck {
  private static final String CHECK = "kubelets";

  private KubeletCheck() {}

  /**
   * Tries.
   *
   * @param others hosts, each {@code ADDRESS,PORT} with the port of its ssh server
   */
  public static Finding of(String master, List<String> others, Session session)
      throws HostException {
    List<String> told = session.run(KubeletProbe.command(others)).lines();
    return KubeletProbe.judge(master, told)
        .map(closed -> Finding.warn(master, CHECK, closed.problem(), closed.hint()))
        .orElseGet(() -> Finding.ok(master, CHECK, "it reaches all kubelets"));
  }
}
