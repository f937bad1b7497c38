package io.sealer.run.preflight;

import io.sealer.host.Facts;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.HostPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Judges what hosts are against what a cluster needs. A pure function of the facts; hosts that are
 * members of this cluster already are not asked for free ports.
 */
public final class Preflight {
  private static final long MIB = 1L << 20;
  private static final long LEAST_MEMORY = 900 * MIB;
  private static final int THOUSAND = 1000;
  private static final int LEAST_KERNEL = 4018;
  private static final Duration SKEW = Duration.ofSeconds(60);

  private final Map<ClusterHost, Facts> hosts;
  private final ToLongFunction<ClusterHost> neededBytes;
  private final List<HostProblem> problems = new ArrayList<>();

  private Preflight(Map<ClusterHost, Facts> hosts, ToLongFunction<ClusterHost> neededBytes) {
    this.hosts = new LinkedHashMap<>(hosts);
    this.neededBytes = neededBytes;
  }

  /**
   * Judges hosts.
   *
   * @param hosts what each of them is
   * @param neededBytes space that the image takes on a host, unpacked; not asked of hosts that have
   *     it already, at least in part
   */
  public static List<HostProblem> judge(
      Map<ClusterHost, Facts> hosts, ToLongFunction<ClusterHost> neededBytes) {
    var preflight = new Preflight(hosts, neededBytes);
    preflight.hosts.forEach(preflight::judge);
    preflight.uniqueNames();
    return List.copyOf(preflight.problems);
  }

  private void judge(ClusterHost host, Facts facts) {
    machine(host, facts);
    kernel(host, facts);
    resources(host, facts);
    if (isFresh(facts)) {
      space(host, facts);
      runtimes(host, facts);
      ports(host, facts);
      otherCluster(host, facts);
    }
  }

  /** Whether sealer has never worked on a host. */
  public static boolean isFresh(Facts facts) {
    return facts.sealerFiles().stream().noneMatch(f -> f.contains("/sealer/node"));
  }

  /** What the user has installed is kept, and may differ from what the image was tested with. */
  private void runtimes(ClusterHost host, Facts facts) {
    for (Facts.Program program : facts.containerRuntimes()) {
      boolean kept = program.name().equals("containerd");
      if (kept || program.name().equals("dockerd") || program.name().equals("crio")) {
        warning(
            host,
            "runtime",
            "%s is installed already (%s)".formatted(program.name(), program.version()),
            kept
                ? "it is kept as it is and used; remove it to get that of the image"
                : "it is left alone; the cluster uses containerd");
      }
    }
  }

  private void kernel(ClusterHost host, Facts facts) {
    String[] parts = facts.kernel().split("[^0-9]+", 3);
    boolean understood = parts.length >= 2 && !parts[0].isEmpty() && !parts[1].isEmpty();
    if (understood) {
      int version = Integer.parseInt(parts[0]) * THOUSAND + Integer.parseInt(parts[1]);
      if (version < LEAST_KERNEL) {
        warning(
            host,
            "kernel",
            "kernel " + facts.kernel(),
            "4.18 is the oldest that is known to work: its nftables translate addresses");
      }
    }
  }

  private void machine(ClusterHost host, Facts facts) {
    if (facts.uid() != 0) {
      fatal(host, "root", "commands run as uid " + facts.uid(), "log in as root or allow sudo");
    }
    if (!facts.init().equals("systemd")) {
      fatal(host, "systemd", "process 1 is " + facts.init(), "sealer needs systemd on hosts");
    }
    if (facts.cgroups() == Facts.Cgroups.NONE) {
      fatal(host, "cgroups", "no control groups are mounted", "mount /sys/fs/cgroup");
    }
    Duration skew = facts.clock().skew();
    if (skew.abs().compareTo(SKEW.plus(facts.clock().uncertainty())) > 0) {
      fatal(
          host,
          "time",
          "its clock is %d s off".formatted(skew.toSeconds()),
          "set the clock, best with chrony or systemd-timesyncd");
    }
  }

  private void resources(ClusterHost host, Facts facts) {
    if (facts.memoryBytes() < LEAST_MEMORY) {
      fatal(
          host,
          "memory",
          "%d MiB of memory".formatted(facts.memoryBytes() / MIB),
          "Kubernetes needs 1 GiB at least");
    }
    if (host.isMaster() && facts.cpus() < 2) {
      warning(host, "cpu", facts.cpus() + " processor", "masters should have two at least");
    }
    if (facts.swapBytes() > 0) {
      warning(host, "swap", "swap is on", "pods are slower and less predictable with it");
    }
  }

  private void space(ClusterHost host, Facts facts) {
    long needed = neededBytes.applyAsLong(host);
    for (Facts.Disk disk : facts.disks()) {
      if (disk.freeBytes() < needed) {
        fatal(
            host,
            "disk",
            "%d MiB free for %s, %d MiB needed"
                .formatted(disk.freeBytes() / MIB, disk.path(), needed / MIB),
            "free space in " + disk.mountPoint());
      }
    }
  }

  private void ports(ClusterHost host, Facts facts) {
    for (int port : HostPorts.free(host)) {
      facts
          .listenerOn(port)
          .ifPresent(
              l ->
                  fatal(
                      host,
                      "port",
                      "port %d is in use by %s"
                          .formatted(port, l.process().orElse("an unknown process")),
                      "stop that process or use another host"));
    }
  }

  private void otherCluster(ClusterHost host, Facts facts) {
    if (facts.kubernetes().present()) {
      List<String> files = facts.kubernetes().files();
      fatal(
          host,
          "kubernetes",
          "it is part of another cluster: "
              + (files.isEmpty() ? "a kubelet runs" : files.getFirst() + " exists"),
          "remove that cluster (kubeadm reset) or use another host");
    }
  }

  private void uniqueNames() {
    var seen = new LinkedHashMap<String, String>();
    hosts.forEach(
        (host, facts) -> {
          String name = facts.hostname().toLowerCase(Locale.ROOT);
          String other = seen.putIfAbsent(name, host.address());
          if (other != null) {
            fatal(
                host,
                "hostname",
                "hostname '%s' is also that of %s".formatted(name, other),
                "give each host its own name: hostnamectl set-hostname NAME");
          }
        });
  }

  private void fatal(ClusterHost host, String check, String problem, String hint) {
    problems.add(HostProblem.fatal(host.address(), check, problem, hint));
  }

  private void warning(ClusterHost host, String check, String problem, String hint) {
    problems.add(HostProblem.warning(host.address(), check, problem, hint));
  }
}
