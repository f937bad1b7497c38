package io.sealer.e2e.harness;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is on a host: files with their content's hash, mounts, links, routes, rules, units and
 * processes. What a running Debian changes by itself is left out.
 *
 * @param lines one for each thing
 */
public record HostSnapshot(Set<String> lines) {
  private static final String LOOK =
      """
      find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /dev -o -path /tmp -o -path /var/log -o -path /var/tmp \\
        -o -path /var/lib/containerd -o -path /var/lib/kubelet -o -path /var/lib/etcd -o -path /var/lib/sealer -o -path /var/lib/docker \\
        -o -path /var/lib/systemd -o -path /var/lib/private -o -path /var/cache \\) -prune -o \\( -type f -o -type l -o -type d \\) -printf '%y %m %p\\n'
      for disk in containerd kubelet etcd sealer docker; do find /var/lib/$disk -mindepth 1 -printf '%y %m %p\\n'; done
      find /etc /root /usr/local /opt -xdev -type f -exec sha256sum {} +
      awk '{ print "mount " $5 }' /proc/self/mountinfo
      ip -o link | awk '{ sub("@.*", "", $2); print "link " $2 }'
      ip -4 route | sed 's/^/route /'
      nft list ruleset | sed 's/^/nft /'
      iptables-save | grep -v '^#' | sed 's/\\[.*//; s/^/iptables /'
      systemctl list-units --all --plain --no-legend --type=service,timer,socket | awk '{ print "unit " $1 " " $3 }'
      ps -eo comm= | sort -u | sed 's/^/process /'
      """;

  /** Things of Debian itself that come and go. */
  private static final List<String> OWN_LIFE =
      List.of(
          "session-",
          "user@",
          "user-runtime-dir@",
          "run-user-",
          "systemd-tmpfiles-clean",
          "systemd-hostnamed",
          "process kworker",
          "process ps",
          "process awk",
          "process sort",
          "process sed",
          "process sshd",
          "process sh",
          "process bash",
          "process systemctl",
          "process (sd-pam)",
          "process (sd-executor)",
          "process systemd-tmpfile",
          "process systemd-hostna",
          "mount /run/user/",
          "modprobe@",
          "ssh@");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Looks at one of the machines. */
  public static HostSnapshot of(Machines machines, int index) {
    Set<String> lines =
        machines
            .on(index, LOOK)
            .succeeded()
            .out()
            .lines()
            .map(String::strip)
            .filter(line -> OWN_LIFE.stream().noneMatch(line::contains))
            .collect(Collectors.toCollection(TreeSet::new));
    return new HostSnapshot(lines);
  }

  /**
   * What is different on the machine; looked at again for some seconds, because what a command has
   * started there may take a moment to end.
   */
  public List<String> changes(Machines machines, int index) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> changes = differenceTo(of(machines, index));
    while (!changes.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(500);
      changes = differenceTo(of(machines, index));
    }
    return changes;
  }

  /** What is different later: added with a plus, missing with a minus. */
  public List<String> differenceTo(HostSnapshot later) {
    var difference = new TreeSet<String>();
    later.lines().stream().filter(l -> !lines.contains(l)).forEach(l -> difference.add("+ " + l));
    lines.stream().filter(l -> !later.lines().contains(l)).forEach(l -> difference.add("- " + l));
    return List.copyOf(difference);
  }
}
