package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Source;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.AgentUnit;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Freight;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.pki.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The agent: its program, certificates, configuration and unit; running and healthy.
 *
 * @param bundle the program's archive on this machine
 * @param version names the archive's content
 * @param authority signs the agent's certificate
 * @param address the host's address, which goes into its certificate
 * @param config the agent's configuration
 */
record InstallAgent(
    Path bundle, String version, Authority authority, String address, AgentConfig config)
    implements Asking {
  private static final int HEALTHY_WITHIN = 60;
  private static final String QUIET_LOOKS = "40";

  private static final String CHECK =
      """
      [ -x "$3/bin/sealer-node" ] || { echo "the agent is not installed"; exit 0; }
      is_marked agent "$1" || { echo "the agent is set up otherwise"; exit 0; }
      [ -s "$4" ] || { echo "the agent has no key"; exit 0; }
      systemctl -q is-active "$2" || echo "the agent does not run"
      """;

  /**
   * The rest of the arguments asks the agent how it is, and tells what is wrong: a program that
   * only has to run where the agent takes long.
   */
  private static final String START =
      """
      start_unit "$1"
      answers=$2 looks=$3
      shift 3
      while [ ! -e "$answers" ] && [ "$looks" -gt 0 ]; do sleep 0.25; looks=$((looks - 1)); done
      [ -e "$answers" ] || "$@"
      """;

  @Override
  public Question question(Step step) {
    return Scripts.question(
        CHECK,
        step.inputs(),
        AgentPaths.UNIT,
        AgentPaths.version(version).toString(),
        AgentPaths.KEY.toString());
  }

  /** Its program is sent again also when only its configuration is another: it is small. */
  @Override
  public Collection<Freight> freight(StepContext at) throws IOException {
    return List.of(new Freight("agent " + version, Files.size(bundle)));
  }

  @Override
  public void run(StepContext at) throws HostException, IOException {
    record(at);
    at.session()
        .run(
            Command.script(NodeCommands.install(version))
                .named("install the agent")
                .withIdleTimeout(Duration.ofMinutes(2))
                .withStdin(Source.of(bundle)));
    var start =
        new ArrayList<>(List.of(AgentPaths.UNIT, AgentPaths.ANSWERS.toString(), QUIET_LOOKS));
    start.addAll(NodeCommands.defaults().health(AgentPaths.CONFIG, HEALTHY_WITHIN));
    files().putAndMark(at, "start the agent", START, start.toArray(String[]::new));
  }

  private static void record(StepContext at) throws HostException {
    String store = AgentPaths.STORE.toString();
    var entries =
        new ArrayList<>(
            List.of(
                LedgerEntry.of(Kind.TREE, AgentPaths.AGENT.toString()),
                LedgerEntry.of(Kind.FILE, AgentPaths.CONFIG.toString()),
                LedgerEntry.of(Kind.FILE, AgentPaths.UNIT_FILE.toString()),
                LedgerEntry.of(Kind.UNIT, AgentPaths.UNIT)));
    if (at.session().stat(store).isEmpty()) {
      entries.add(LedgerEntry.of(Kind.TREE, store)); // else it is somebody else's
    }
    at.ledger().record(entries.toArray(LedgerEntry[]::new));
  }

  private SmallFiles files() throws IOException {
    Authority.Issued issued = authority.issue("sealer-node " + address, address);
    return new SmallFiles()
        .open(AgentPaths.AUTHORITY.toString(), authority.certificate())
        .open(AgentPaths.CERTIFICATE.toString(), issued.certificate())
        .secret(AgentPaths.KEY.toString(), issued.key())
        .open(AgentPaths.UNIT_FILE.toString(), AgentUnit.text())
        .open(AgentPaths.CONFIG.toString(), new String(config.toJson(), StandardCharsets.UTF_8));
  }
}
