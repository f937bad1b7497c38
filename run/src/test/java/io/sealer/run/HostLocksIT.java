package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.testing.SshHost;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Ssh;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two operators and one host, over a real ssh server. */
@SuppressWarnings("NullAway.Init")
class HostLocksIT {
  @RegisterExtension final SshHost host = new SshHost();
  private List<ClusterHost> hosts;

  @BeforeEach
  void start() throws HostException {
    Ssh ssh = Ssh.NOTHING.withUser("root").withKey(host.sshd().key()).withPort(host.sshd().port());
    hosts =
        List.of(
            new ClusterHost("127.0.0.1", List.of("master"), ssh, Map.of(), Map.of(), List.of()));
    // The server has its own mounts: this machine's directory stays as it is.
    host.shell("mount -t tmpfs tmpfs /var/lib");
  }

  private HostSessions operator() throws Exception {
    var sessions = new HostSessions(Connector.create(host.sshd().knownHosts()));
    assertThat(sessions.connect(hosts)).isEmpty();
    return sessions;
  }

  @Test
  void the_second_operator_is_told_who_works_there_since_when_and_how_to_end_that()
      throws Exception {
    try (HostSessions first = operator();
        HostSessions second = operator();
        var _ = HostLocks.take(first, hosts, false)) {
      assertThatThrownBy(() -> HostLocks.take(second, hosts, false))
          .isInstanceOfSatisfying(
              RunException.HostsBusy.class,
              busy -> {
                assertThat(busy)
                    .hasMessageMatching(
                        "127\\.0\\.0\\.1:\\d+ is locked by .+@.+, process %d since \\d{4}-\\d\\d-\\d\\dT[0-9:]+Z"
                            .formatted(ProcessHandle.current().pid()));
                assertThat(busy.hint()).contains("--break-lock");
              });
    }
  }

  @Test
  void a_lock_that_is_broken_belongs_to_whoever_broke_it_and_its_owner_does_not_take_it_along()
      throws Exception {
    try (HostSessions first = operator();
        HostSessions second = operator();
        HostSessions third = operator()) {
      var lost = HostLocks.take(first, hosts, false);
      try (var _ = HostLocks.take(second, hosts, true)) {
        lost.close();
        assertThatThrownBy(() -> HostLocks.take(third, hosts, false))
            .isInstanceOf(RunException.HostsBusy.class);
      }
      HostLocks.take(third, hosts, false).close();
    }
  }

  @Test
  void breaking_a_lock_that_nobody_holds_ends_no_process_that_has_the_old_owners_number()
      throws Exception {
    String innocent = host.shell("setsid sleep 300 >/dev/null 2>&1 </dev/null & echo $!").strip();
    host.shell(
        "mkdir /var/lib/sealer; printf '%s\\nsomebody since yesterday\\n' "
            + innocent
            + " > /var/lib/sealer/lock.owner");

    try (HostSessions operator = operator();
        var _ = HostLocks.take(operator, hosts, true)) {
      assertThat(host.shell("kill -0 " + innocent + " && echo lives")).isEqualTo("lives\n");
    } finally {
      host.shell("kill " + innocent);
    }
  }

  @Test
  void an_operator_whose_connection_is_cut_leaves_no_lock() throws Exception {
    try (HostSessions first = operator()) {
      var held = HostLocks.take(first, hosts, false);
      host.sshd().cutConnections();
      try (HostSessions second = operator()) {
        awaitFree(second);
      }
      held.close();
    }
  }

  /** The host's side notices within seconds that the connection has gone. */
  private void awaitFree(HostSessions operator) throws Exception {
    long end = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try {
        HostLocks.take(operator, hosts, false).close();
        return;
      } catch (RunException.HostsBusy e) {
        assertThat(System.nanoTime()).as("the lock is still held").isLessThan(end);
      }
    }
  }

  @Test
  void a_host_that_is_gone_is_no_lock() throws Exception {
    var nobody = new HostSessions(Connector.create(host.sshd().knownHosts()));
    ClusterHost away =
        new ClusterHost(
            "127.0.0.1",
            List.of("master"),
            hosts.getFirst().ssh().withPort(1),
            Map.of(),
            Map.of(),
            List.of());
    assertThat(nobody.connect(List.of(away))).containsOnlyKeys("127.0.0.1");

    assertThatThrownBy(() -> HostLocks.take(nobody, List.of(away), false))
        .isInstanceOf(RunException.Failed.class);
    nobody.close();
  }
}
