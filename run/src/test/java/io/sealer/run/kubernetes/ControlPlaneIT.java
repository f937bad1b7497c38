package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Source;
import io.sealer.host.testing.SshHost;
import io.sealer.node.api.AgentPaths;
import io.sealer.run.engine.MadeUpHost;
import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults while a control plane starts: a real server with directories of its own, in which the
 * agent's program and kubeadm are made up.
 */
class ControlPlaneIT {
  private static final String CONFIG = "/etc/kubernetes/kubeadm.yaml";
  private static final String TEXT = "kind: ClusterConfiguration\n".repeat(100);
  @RegisterExtension final SshHost host = new SshHost();

  @BeforeEach
  void directories() throws Exception {
    host.shell(MadeUpHost.DIRECTORIES);
  }

  private void agentSays(String line) throws Exception {
    MadeUpHost.program(host, AgentPaths.PROGRAM.toString(), line);
  }

  @Test
  void an_agent_that_cannot_start_is_not_taken_for_an_api_server_that_is_late() throws Exception {
    agentSays("echo 'java: cannot open shared object file' >&2; exit 127");

    assertThat(OneHost.failure(host.session(), "api", new AwaitApi("10.0.0.1")).problem())
        .contains("the wait for the API server broke off: java: cannot open shared object file");
  }

  @Test
  void an_api_server_that_is_late_is_told_with_what_it_said_last() throws Exception {
    agentSays("echo 'error: not ready after 300 s: /readyz answers 500' >&2; exit 1");

    assertThat(OneHost.failure(host.session(), "api", new AwaitApi("10.0.0.1")).problem())
        .isEqualTo("not ready after 300 s: /readyz answers 500");
  }

  /** Carries one phase out with a configuration. */
  private record Phase() implements Work {
    @Override
    public Optional<String> check(StepContext at) {
      return Optional.empty();
    }

    @Override
    public void run(StepContext at) throws HostException {
      KubeadmPhases.run(at, CONFIG, TEXT, List.of("certs all"));
    }
  }

  @Test
  void a_configuration_that_is_cut_off_on_its_way_is_never_used() throws Exception {
    MadeUpHost.program(host, "/usr/local/bin/kubeadm", "echo \"$@\" >> /var/lib/kubeadm.log");
    host.shell("mkdir -p /etc/kubernetes; echo before > \"$1\"", CONFIG);

    StepFailure failure = OneHost.failure(cuttingOff(host.session()), "phase", new Phase());

    assertThat(failure.output()).contains("the configuration did not arrive whole");
    assertThat(host.shell("cat " + CONFIG)).isEqualTo("before\n");
    assertThat(host.shell("ls /etc/kubernetes /var/lib")).doesNotContain("kubeadm.yaml.", "log");

    OneHost.apply(host.session(), "phase", new Phase());

    assertThat(host.shell("cat " + CONFIG)).isEqualTo(TEXT);
    assertThat(host.shell("cat /var/lib/kubeadm.log"))
        .isEqualTo("init phase certs all --config " + CONFIG + "\n");
  }

  @Test
  void what_an_api_server_cannot_do_at_the_moment_is_asked_again_and_nothing_else_is()
      throws Exception {
    String counts = "echo \"$*\" >> /var/lib/kubectl.log; said=$(wc -l < /var/lib/kubectl.log); ";
    String once = "[ $said -gt 1 ] || { echo 'Error from server: %s' >&2; exit 1; }";
    MadeUpHost.program(
        host, "/usr/local/bin/kubectl", counts + once.formatted("etcdserver: leader changed"));
    var kubectl = new Kubectl(host.session());

    kubectl.change("cordon", "n1");

    assertThat(host.shell("grep -c 'cordon n1' /var/lib/kubectl.log")).isEqualTo("2\n");
    host.shell("rm /var/lib/kubectl.log");
    MadeUpHost.program(
        host, "/usr/local/bin/kubectl", counts + once.formatted("nodes n1 not found"));
    assertThatThrownBy(() -> kubectl.change("cordon", "n1"))
        .hasMessageContaining("nodes n1 not found");
    assertThat(host.shell("grep -c 'cordon n1' /var/lib/kubectl.log")).isEqualTo("1\n");
  }

  @Test
  void controllers_have_begun_when_one_that_looks_at_nodes_has_an_account() throws Exception {
    MadeUpHost.program(
        host,
        "/usr/local/bin/kubectl",
        "echo \"$*\" >> /var/lib/kubectl.log; [ $(wc -l < /var/lib/kubectl.log) -gt 2 ]");

    OneHost.apply(host.session(), "leader", new AwaitLeader(60));

    assertThat(host.shell("grep -c 'get serviceaccount node-controller' /var/lib/kubectl.log"))
        .isEqualTo("3\n");
    assertThat(host.shell("ls /var/lib/sealer/node/steps")).isEqualTo("leader\n");
  }

  @Test
  void controllers_without_accounts_of_their_own_are_not_waited_for() throws Exception {
    MadeUpHost.program(
        host, "/usr/local/bin/kubectl", "echo asked >> /var/lib/kubectl.log; exit 1");

    OneHost.apply(host.session(), "leader", new AwaitLeader(1));

    assertThat(host.shell("head -n 1 /var/lib/kubectl.log")).isEqualTo("asked\n");
    assertThat(host.shell("ls /var/lib/sealer/node/steps")).isEqualTo("leader\n");
  }

  @Test
  void first_pods_that_do_not_start_are_no_failure_and_not_waited_for_for_ever() throws Exception {
    MadeUpHost.program(
        host, "/usr/local/bin/kubectl", "echo asked >> /var/lib/kubectl.log; exit 1");
    var ours = new Ours(List.of(), Set.of());
    var ready = new AwaitReady(List.of("n1"), ours, new ClusterView("10.0.0.1"));

    OneHost.apply(host.session(), "first-pods", new AwaitFirstPods(ready, Duration.ofMillis(2500)));

    assertThat(host.shell("wc -l < /var/lib/kubectl.log").strip()).isIn("2", "3");
    assertThat(host.shell("ls /var/lib/sealer/node/steps")).isEqualTo("first-pods\n");
  }

  private static Command half(Command command) {
    return command.stdin().map(all -> command.withStdin(() -> halfOf(all))).orElse(command);
  }

  private static InputStream halfOf(Source all) throws IOException {
    try (InputStream in = all.open()) {
      byte[] bytes = in.readAllBytes();
      return new ByteArrayInputStream(bytes, 0, bytes.length / 2);
    }
  }

  /** A way to the host on which the second half of what is sent is lost. */
  private static Session cuttingOff(Session session) {
    return MadeUpHost.heard(session, ControlPlaneIT::half);
  }
}
