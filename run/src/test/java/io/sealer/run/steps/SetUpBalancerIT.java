package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SshHost;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.BalancerConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.run.engine.MadeUpHost;
import io.sealer.run.engine.OneHost;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real server with directories of its own, in which the agent is made up. */
class SetUpBalancerIT {
  @RegisterExtension final SshHost host = new SshHost();

  private final SetUpBalancer work =
      new SetUpBalancer(
          BalancerConfig.of(
              new Endpoint("10.103.97.2", 6443),
              "10.0.0.9",
              List.of(new Endpoint("10.0.0.1", 6443), new Endpoint("10.0.0.2", 6443))));

  @BeforeEach
  void directories() throws Exception {
    host.shell("mount -t tmpfs tmpfs /run; mkdir /run/sealer-node\n" + MadeUpHost.DIRECTORIES);
  }

  private void agentAnswers(String line) throws Exception {
    String notes = "echo \"$@\" >> /var/lib/asked; ";
    MadeUpHost.program(host, AgentPaths.PROGRAM.toString(), notes + line);
  }

  private void agentTells(String text) throws Exception {
    host.shell("printf '%s' \"$1\" > \"$2\"", text, AgentPaths.BALANCED.toString());
  }

  @Test
  void rules_that_the_agent_has_told_of_cost_no_program() throws Exception {
    agentAnswers("exit 1");
    agentTells(work.text());

    OneHost.apply(host.session(), "balancer", work);

    assertThat(host.shell("cat /etc/sealer/balancer.json")).isEqualTo(work.text());
    assertThat(host.shell("ls /var/lib")).doesNotContain("asked");
  }

  @Test
  void an_agent_that_has_other_rules_is_asked_and_what_it_says_is_told() throws Exception {
    agentAnswers("echo 'error: no rules' >&2; exit 1");
    agentTells("{\"version\":1}");

    assertThat(OneHost.failure(host.session(), "balancer", work).output())
        .contains("error: no rules");
    assertThat(host.shell("cat /var/lib/asked")).startsWith("balancer --config /etc/sealer/node");
  }
}
