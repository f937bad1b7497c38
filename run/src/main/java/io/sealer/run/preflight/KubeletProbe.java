package io.sealer.run.preflight;

import io.sealer.host.Command;
import io.sealer.run.clusterfile.HostPorts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a master reaches the kubelets of hosts that are to come. A cluster starts without it, and
 * then nobody sees a log: so it is a warning.
 */
public final class KubeletProbe {
  private static final int SHOWN = 5;

  private KubeletProbe() {}

  /**
   * What to run on a master.
   *
   * @param others hosts, each {@code ADDRESS,PORT} with the port of its ssh server
   */
  public static Command command(List<String> others) {
    return HostProbe.command(false, List.of(HostPorts.KUBELET), others);
  }

  /** What its output means. */
  public static Optional<HostProblem> judge(String master, List<String> lines) {
    List<String> closed =
        lines.stream()
            .map(line -> line.split(" "))
            .filter(words -> words[0].equals("blocked") || words[0].equals("unreached"))
            .map(words -> words[1])
            .toList();
    return closed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            HostProblem.warning(
                master,
                "network",
                "it does not reach port %d of %s".formatted(HostPorts.KUBELET, some(closed)),
                "open it there for masters (kubelet): kubectl logs and exec need it"));
  }

  private static String some(List<String> hosts) {
    String first = hosts.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return hosts.size() > SHOWN ? first + " and " + (hosts.size() - SHOWN) + " more" : first;
  }
}
