package io.sealer.run.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Facts;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Ssh;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PreflightTest {
  private static final long GIB = 1L << 30;

  @Test
  void a_fit_host_has_no_problem() {
    assertThat(judge(Map.of(host("10.0.0.2", "master"), new Fit().facts()))).isEmpty();
  }

  @Test
  void every_problem_of_every_host_is_told_at_once() {
    var bad = new Fit();
    bad.skew = Duration.ofMinutes(10);
    bad.freeBytes = GIB / 2;
    bad.listening = List.of(new Facts.Listener("tcp", "*", 6443, Optional.of("nginx")));
    var twin = new Fit();
    twin.memory = GIB / 2;
    twin.init = "sh";
    var hosts = new LinkedHashMap<ClusterHost, Facts>();
    hosts.put(host("10.0.0.2", "master"), bad.facts());
    hosts.put(host("10.0.0.3", "node"), twin.facts());

    assertThat(judge(hosts))
        .extracting(p -> p.host() + " " + p.check() + ": " + p.problem())
        .containsExactly(
            "10.0.0.2 time: its clock is 600 s off",
            "10.0.0.2 disk: 512 MiB free for /var/lib/sealer, 1024 MiB needed",
            "10.0.0.2 port: port 6443 is in use by nginx",
            "10.0.0.3 systemd: process 1 is sh",
            "10.0.0.3 memory: 512 MiB of memory",
            "10.0.0.3 hostname: hostname 'h' is also that of 10.0.0.2");
  }

  @Test
  void a_member_of_this_cluster_may_use_its_ports() {
    var member = new Fit();
    member.listening = List.of(new Facts.Listener("tcp", "*", 6443, Optional.of("kube-apiserver")));
    member.sealerFiles = List.of("/etc/sealer/node.json");
    member.kubernetes =
        new Facts.Kubernetes(List.of(), List.of("/etc/kubernetes/admin.conf"), true);

    assertThat(judge(Map.of(host("10.0.0.2", "master"), member.facts()))).isEmpty();
  }

  @Test
  void a_host_of_another_cluster_is_refused() {
    var other = new Fit();
    other.kubernetes =
        new Facts.Kubernetes(List.of(), List.of("/etc/kubernetes/admin.conf"), false);

    assertThat(judge(Map.of(host("10.0.0.2", "node"), other.facts())))
        .extracting(HostProblem::problem)
        .containsExactly("it is part of another cluster: /etc/kubernetes/admin.conf exists");
  }

  private static List<HostProblem> judge(Map<ClusterHost, Facts> hosts) {
    return Preflight.judge(hosts, host -> GIB);
  }

  private static ClusterHost host(String address, String role) {
    return new ClusterHost(address, List.of(role), Ssh.NOTHING, Map.of(), Map.of(), List.of());
  }

  /** Facts of a host that is fit, to be spoiled. */
  private static final class Fit {
    Duration skew = Duration.ofMillis(20);
    long freeBytes = 20 * GIB;
    long memory = 4 * GIB;
    String init = "systemd";
    List<Facts.Listener> listening = List.of();
    List<String> sealerFiles = List.of();
    Facts.Kubernetes kubernetes = new Facts.Kubernetes(List.of(), List.of(), false);

    Facts facts() {
      return new Facts(
          "h",
          "linux",
          "amd64",
          "6.1.0",
          new Facts.OsRelease("debian", "12", "Debian 12"),
          Optional.of("m"),
          0,
          2,
          memory,
          0,
          List.of(new Facts.Disk("/var/lib/sealer", "/", "ext4", 40 * GIB, freeBytes)),
          new Facts.Clock(Instant.EPOCH, skew, Duration.ofMillis(5)),
          List.of(),
          Optional.empty(),
          Facts.Cgroups.V2,
          init,
          listening,
          List.of(),
          kubernetes,
          sealerFiles);
    }
  }
}
