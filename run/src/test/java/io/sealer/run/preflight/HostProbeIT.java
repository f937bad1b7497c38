package io.sealer.run.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SshHost;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real server, and another host behind a real firewall. */
class HostProbeIT {
  @RegisterExtension final SshHost host = new SshHost();
  @RegisterExtension final FirewalledHost other = new FirewalledHost();

  private List<String> problems(boolean master) throws Exception {
    List<String> told =
        host.session().run(HostProbe.command(master, List.of(other.door()))).lines();
    return HostProbe.judge(other.here(), told).stream()
        .filter(problem -> problem.fatal())
        .map(HostProblem::problem)
        .toList();
  }

  @Test
  void ports_on_which_nobody_listens_yet_are_no_problem() throws Exception {
    assertThat(problems(true)).isEmpty();
  }

  @Test
  void a_firewall_that_drops_what_it_does_not_like_is_found() throws Exception {
    other.firewall("tcp dport { 6443, 2380 } drop");

    assertThat(problems(true))
        .containsExactly("a firewall keeps it from ports 6443, 2380 of " + other.address());
    assertThat(problems(false))
        .containsExactly("a firewall keeps it from port 6443 of " + other.address());
  }

  /** As firewalld does. */
  @Test
  void a_firewall_that_says_no_is_found() throws Exception {
    other.firewall("tcp dport 1024-65535 reject with icmpx type admin-prohibited");

    assertThat(problems(false))
        .containsExactly("a firewall keeps it from ports 6443, 5051 of " + other.address());
  }

  @Test
  void a_worker_whose_firewall_lets_only_ssh_in_keeps_masters_from_its_kubelet() throws Exception {
    assertThat(kubelets()).isEmpty();

    other.firewall(FirewalledHost.ONLY_SSH);

    assertThat(kubelets())
        .map(HostProblem::problem)
        .contains("it does not reach port 10250 of " + other.address());
  }

  private Optional<HostProblem> kubelets() throws Exception {
    List<String> told = host.session().run(KubeletProbe.command(List.of(other.door()))).lines();
    return KubeletProbe.judge(other.here(), told);
  }

  @Test
  void a_host_without_any_way_is_told_once() throws Exception {
    other.isolate();

    assertThat(problems(true)).containsExactly("it does not reach " + other.address());
  }
}
