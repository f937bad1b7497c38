package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.PrintedJson;
import io.sealer.run.steps.HostPaths;
import io.sealer.run.steps.Scripts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** kubectl as the administrator, on a master. */
public final class Kubectl {
  private static final String REQUEST_TIMEOUT = "--request-timeout=20s";
  private static final Duration SILENCE = Duration.ofMinutes(3);
  private final Session session;

  public Kubectl(Session session) {
    this.session = session;
  }

  /** A call that must succeed. */
  public ExecResult run(String... arguments) throws HostException {
    return session.run(command(arguments));
  }

  /** A call that must succeed and changes what may be changed twice: made again while it cannot. */
  void change(String... arguments) throws HostException {
    String[] line = line(arguments).toArray(String[]::new);
    session.run(
        Command.script(Scripts.PRELUDE + "patiently \"$@\"", line)
            .named(shown(arguments))
            .withIdleTimeout(SILENCE));
  }

  /** A call that may fail. */
  public ExecResult exec(String... arguments) throws HostException {
    return session.exec(command(arguments));
  }

  /** Objects as JSON, without what {@link PrintedJson} leaves out. */
  public JsonNode get(String... arguments) throws HostException {
    var all = new ArrayList<>(List.of("get", REQUEST_TIMEOUT, "-o", "json"));
    all.addAll(List.of(arguments));
    return PrintedJson.of(session, command(all.toArray(String[]::new)))
        .orElseGet(() -> Json.parse("{}"));
  }

  private static Command command(String... arguments) {
    return Command.of(line(arguments)).named(shown(arguments)).withIdleTimeout(SILENCE);
  }

  private static List<String> line(String... arguments) {
    var argv = new ArrayList<>(List.of("kubectl", "--kubeconfig", HostPaths.ADMIN_CONF));
    // Not in the administrator's home, where a reset must not look.
    argv.addAll(List.of("--cache-dir", HostPaths.NODE + "/kubectl"));
    argv.addAll(List.of(arguments));
    return argv;
  }

  private static String shown(String... arguments) {
    return "kubectl " + String.join(" ", arguments);
  }
}
