package io.sealer.run.steps;

import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.BalancerConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a host's agent which masters there are; done when the kernel leads the virtual address to
 * them. The agent takes up a changed list without a restart.
 *
 * @param config what the agent is told
 */
record SetUpBalancer(BalancerConfig config) implements Asking {
  private static final String FILE =
      AgentPaths.CONFIG.resolveSibling(BalancerConfig.FILE).toString();
  private static final int RULES_WITHIN = 30;
  private static final String QUIET_LOOKS = "20";

  private static final String CHECK =
      """
      [ -f "$1" ] || { echo "there is no way to the virtual address"; exit 0; }
      [ "$(cat "$1")" = "$2" ] || echo "there are other masters"
      """;

  /**
   * The rest of the arguments asks the kernel, and tells what is wrong: a program that only has to
   * run where the agent takes long.
   */
  private static final String AWAIT =
      """
      wanted=$1 balanced=$2 looks=$3
      shift 3
      is_told() { told=''; [ ! -r "$balanced" ] || IFS= read -r told <"$balanced" || :; [ "$told" = "$wanted" ]; }
      until is_told || [ "$looks" -eq 0 ]; do sleep 0.5; looks=$((looks - 1)); done
      is_told || "$@"
      """;

  /** The balancer of a host that has no API server itself. */
  static SetUpBalancer of(Cluster cluster, ClusterHost host, int port) {
    List<Endpoint> masters =
        cluster.masters().stream().map(m -> new Endpoint(m.address(), port)).toList();
    var virtual = new Endpoint(VirtualAddress.of(cluster), port);
    return new SetUpBalancer(BalancerConfig.of(virtual, host.address(), masters));
  }

  String text() {
    return new String(config.toJson(), StandardCharsets.UTF_8);
  }

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, FILE, text());
  }

  @Override
  public void run(StepContext at) throws HostException {
    at.ledger().put(FileContent.of(text()), RemoteFile.of(FILE));
    var arguments = new ArrayList<>(List.of(text(), AgentPaths.BALANCED.toString(), QUIET_LOOKS));
    arguments.addAll(NodeCommands.defaults().balancer(AgentPaths.CONFIG, RULES_WITHIN));
    String[] all = arguments.toArray(String[]::new);
    Scripts.prove(at, Scripts.proving(at, "wait for the balancer", AWAIT, all));
  }
}
