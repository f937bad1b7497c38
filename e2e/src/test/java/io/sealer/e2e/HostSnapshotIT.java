package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.HostSnapshot;
import io.sealer.e2e.harness.Machines;
import io.sealer.e2e.harness.Workspace;
import org.junit.jupiter.api.Test;

/**
 * The eye with which other tests look at hosts sees every kind of change, and none where none is.
 */
class HostSnapshotIT {
  private static final String CHANGES =
      """
      echo x >/etc/sealer-file
      echo y >>/etc/hosts
      mkdir -p /var/lib/etcd/left /mnt/left && mount -t tmpfs none /mnt/left
      ip link add left0 type bridge
      ip route add 10.250.0.0/24 dev host0
      nft add table ip left_table
      iptables -t nat -N LEFT_CHAIN
      systemd-run --unit=left-unit sleep 600
      """;

  @Test
  void every_kind_of_change_is_seen_and_a_host_at_rest_does_not_change() throws Exception {
    try (Workspace workspace = Workspace.create("snapshot")) {
      Machines machines = Machines.make(workspace, 1);
      HostSnapshot before = HostSnapshot.of(machines, 0);
      assertThat(before.differenceTo(HostSnapshot.of(machines, 0))).isEmpty();
      machines.on(0, CHANGES).succeeded();
      assertThat(String.join("\n", before.differenceTo(HostSnapshot.of(machines, 0))))
          .contains(
              "/etc/sealer-file",
              "  /etc/hosts",
              "/var/lib/etcd/left",
              "+ mount /mnt/left",
              "+ link left0",
              "+ route 10.250.0.0/24",
              "+ nft table ip left_table",
              "+ iptables :LEFT_CHAIN",
              "+ unit left-unit.service",
              "+ process sleep");
      machines.accidents().restart(machines.address(0));
      machines
          .on(0, "rm -rf /etc/sealer-file /var/lib/etcd/left /mnt/left; sed -i '$d' /etc/hosts")
          .succeeded();
      assertThat(before.differenceTo(HostSnapshot.of(machines, 0))).isEmpty();
    }
  }
}
