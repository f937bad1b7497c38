package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SshHost;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.AgentPaths;
import io.sealer.run.engine.MadeUpHost;
import io.sealer.run.engine.OneHost;
import io.sealer.run.pki.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that starts, and one that does not: a real server with directories of its own, in which
 * systemctl and the agent's program are made up.
 */
class InstallAgentIT {
  /** Starts what the unit would start, in a directory that goes with the agent of before. */
  private static final String SYSTEMCTL =
      """
      {
        echo '#!/bin/sh'
        echo '[ "$1" = restart ] || exit 0'
        echo 'rm -rf "%1$s"; mkdir "%1$s"'
        echo "$1"
      } > /usr/local/bin/systemctl
      chmod 755 /usr/local/bin/systemctl
      """
          .formatted(AgentPaths.RUNTIME);

  private static final String PROGRAM =
      """
      #!/bin/sh
      echo "$1" >> /var/lib/calls
      echo 'error: the agent does not answer: address in use' >&2
      exit 1
      """;

  @RegisterExtension final SshHost host = new SshHost();
  @TempDir Path temp;

  @BeforeEach
  void directories() throws Exception {
    host.shell("mount -t tmpfs tmpfs /run\n" + MadeUpHost.DIRECTORIES);
  }

  private Path archive() throws Exception {
    Path program = temp.resolve("sealer-node/bin/sealer-node");
    Files.createDirectories(temp.resolve("sealer-node/bin"));
    Files.writeString(program, PROGRAM);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path archive = temp.resolve("agent.tar.gz");
    var tar =
        new ProcessBuilder("tar", "-C", temp.toString(), "-czf", archive.toString(), "sealer-node");
    assertThat(tar.inheritIO().start().waitFor()).isZero();
    return archive;
  }

  private InstallAgent work() throws Exception {
    AgentBundle agent = AgentBundle.of(archive(), Authority.in(temp));
    return new InstallAgent(
        agent.archive(), agent.version(), agent.authority(), "10.0.0.1", AgentConfig.defaults());
  }

  @Test
  void an_agent_that_answers_is_waited_for_without_any_program() throws Exception {
    host.shell(SYSTEMCTL, "(sleep 0.6; touch " + AgentPaths.ANSWERS + ") >/dev/null 2>&1 &");

    OneHost.apply(host.session(), "agent", work());

    assertThat(host.shell("cat /var/lib/calls 2>/dev/null || true")).isEmpty();
    assertThat(host.shell("cat /var/lib/sealer/node/steps/agent")).isEqualTo("1\n");
    assertThat(host.shell("cat " + AgentPaths.UNIT_FILE))
        .contains("RuntimeDirectory=" + AgentPaths.RUNTIME.getFileName() + "\n");
  }

  @Test
  void one_that_does_not_is_asked_what_is_wrong() throws Exception {
    host.shell(SYSTEMCTL, ":");

    assertThat(OneHost.failure(host.session(), "agent", work()).output())
        .contains("error: the agent does not answer: address in use");
    assertThat(host.shell("cat /var/lib/calls")).isEqualTo("health\n");
  }
}
