package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.host.Session;
import io.sealer.host.Source;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.AgentUnit;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.pki.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

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

  private static final String CHECK =
      """
      [ -x "$3/bin/sealer-node" ] || { echo "the agent is not installed"; exit 0; }
      is_marked agent "$1" || { echo "the agent is set up otherwise"; exit 0; }
      [ -s "$4" ] || { echo "the agent has no key"; exit 0; }
      systemctl -q is-active "$2" || echo "the agent does not run"
      """;

  private static final String START =
      """
      systemctl daemon-reload
      systemctl -q enable "$1"
      systemctl restart "$1"
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

  @Override
  public void run(StepContext at) throws HostException, IOException {
    record(at);
    Session session = at.session();
    session.run(
        Command.script(NodeCommands.install(version))
            .named("install the agent")
            .withIdleTimeout(Duration.ofMinutes(2))
            .withStdin(Source.of(bundle)));
    configure(session);
    Scripts.run(at, "start the agent", START, AgentPaths.UNIT);
    session.run(Command.of(NodeCommands.defaults().health(AgentPaths.CONFIG, HEALTHY_WITHIN)));
    Scripts.mark(at);
  }

  private static void record(StepContext at) throws HostException {
    String store = AgentPaths.STORE.toString();
    boolean ownStore = at.session().stat(store).isEmpty();
    at.ledger()
        .record(
            LedgerEntry.of(Kind.TREE, AgentPaths.AGENT.toString()),
            LedgerEntry.of(Kind.FILE, AgentPaths.CONFIG.toString()),
            LedgerEntry.of(Kind.FILE, AgentPaths.UNIT_FILE.toString()),
            LedgerEntry.of(Kind.UNIT, AgentPaths.UNIT));
    if (ownStore) {
      at.ledger().record(LedgerEntry.of(Kind.TREE, store));
    }
  }

  private void configure(Session session) throws HostException, IOException {
    Authority.Issued issued = authority.issue("sealer-node " + address, address);
    put(session, AgentPaths.AUTHORITY, authority.certificate(), 0644);
    put(session, AgentPaths.CERTIFICATE, issued.certificate(), 0644);
    put(session, AgentPaths.KEY, issued.key().revealText(), 0600);
    put(session, AgentPaths.UNIT_FILE, AgentUnit.text(), 0644);
    put(session, AgentPaths.CONFIG, new String(config.toJson(), StandardCharsets.UTF_8), 0644);
  }

  private static void put(Session session, Path file, String text, int mode) throws HostException {
    session.put(FileContent.of(text), RemoteFile.of(file.toString()).withMode(mode));
  }
}
