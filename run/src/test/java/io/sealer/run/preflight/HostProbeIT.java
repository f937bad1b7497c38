package io.sealer.run.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SshHost;
import io.sealer.host.testing.Sshd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real server, and another host in a network of its own, behind a real firewall. */
class HostProbeIT {
  private static final String OTHER = "10.213.79.2";
  private static final String SSH = OTHER + ",22";

  @RegisterExtension final SshHost host = new SshHost();
  private final String namespace = "probe-" + ProcessHandle.current().pid();
  private final String link = "prb" + ProcessHandle.current().pid() % 100_000;

  @BeforeEach
  void otherHost() throws Exception {
    ip("netns add " + namespace);
    ip("link add " + link + " type veth peer name net0 netns " + namespace);
    ip("address add 10.213.79.1/30 dev " + link);
    ip("link set " + link + " up");
    ip("-n " + namespace + " address add " + OTHER + "/30 dev net0");
    ip("-n " + namespace + " link set net0 up");
  }

  @AfterEach
  void noOtherHost() throws Exception {
    ip("netns delete " + namespace);
  }

  private static void ip(String arguments) throws Exception {
    Sshd.run(("ip " + arguments).split(" "));
  }

  private void firewall(String rule) throws Exception {
    String table = "table inet f { chain i { type filter hook input priority 0; " + rule + "; }; }";
    Sshd.run("ip", "netns", "exec", namespace, "nft", table);
  }

  private List<String> problems(boolean master) throws Exception {
    List<String> told = host.session().run(HostProbe.command(master, List.of(SSH))).lines();
    return HostProbe.judge("10.213.79.1", told).stream()
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
    firewall("tcp dport { 6443, 2380 } drop");

    assertThat(problems(true))
        .containsExactly("a firewall keeps it from ports 6443, 2380 of " + OTHER);
    assertThat(problems(false)).containsExactly("a firewall keeps it from port 6443 of " + OTHER);
  }

  /** As firewalld does. */
  @Test
  void a_firewall_that_says_no_is_found() throws Exception {
    firewall("tcp dport 1024-65535 reject with icmpx type admin-prohibited");

    assertThat(problems(false))
        .containsExactly("a firewall keeps it from ports 6443, 5051 of " + OTHER);
  }

  @Test
  void a_worker_whose_firewall_lets_only_ssh_in_keeps_masters_from_its_kubelet() throws Exception {
    assertThat(kubelets()).isEmpty();

    firewall("ct state established,related accept; tcp dport != 22 drop");

    assertThat(kubelets())
        .map(HostProblem::problem)
        .contains("it does not reach port 10250 of " + OTHER);
  }

  private Optional<HostProblem> kubelets() throws Exception {
    List<String> told = host.session().run(KubeletProbe.command(List.of(SSH))).lines();
    return KubeletProbe.judge("10.213.79.1", told);
  }

  @Test
  void a_host_without_any_way_is_told_once() throws Exception {
    ip("-n " + namespace + " link set net0 down");

    assertThat(problems(true)).containsExactly("it does not reach " + OTHER);
  }
}
