package io.sealer.run.preflight;

import io.sealer.host.Command;
import io.sealer.node.api.AgentPaths;
import io.sealer.run.clusterfile.HostPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What facts cannot tell and a host must try: how fast its disk makes writes safe, and whether it
 * reaches other hosts, there also ports on which nobody listens yet: a kernel without a listener
 * refuses at once, a firewall is silent or says that there is no way. Leaves nothing behind.
 */
public final class HostProbe {
  private static final Duration SLOW_DISK = Duration.ofMillis(10);
  private static final int WRITES = 20;
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** As etcd writes: small, each safe on disk before the next (dd's dsync). */
  private static final String SCRIPT =
      """
      disk=$1 ports=$2
      shift 2
      if [ "$disk" = true ]; then
        dir=/var/lib/etcd
        while [ ! -d "$dir" ]; do dir=${dir%/*}; dir=${dir:-/}; done
        file=$dir/.sealer-write-test; begun=$(date +%s%N)
        if dd if=/dev/zero of="$file" bs=2300 count=20 oflag=dsync 2>/dev/null; then echo "writes $begun $(date +%s%N)"; fi
        rm -f "$file"
      fi
      [ $# -gt 0 ] && command -v bash >/dev/null && command -v timeout >/dev/null || exit 0
      ways=''
      for target; do
        for port in ${target##*,} $ports; do ways="$ways ${target%,*},$port"; done
      done
      pass=" $(echo $(timeout $((3 + $# / 50)) bash -c 'for way; do
        { said=$({ : < "/dev/tcp/${way%,*}/${way##*,}"; } 2>&1)
          case $said in *"o route"* | *unreachable* | *"timed out"*) ;; *) echo "$way" ;; esac; } &
      done; wait' try $ways 2>/dev/null)) "
      for target; do
        address=${target%,*}
        case $pass in
          *" $address,"*) for port in $ports; do
            case $pass in *" $address,$port "*) ;; *) echo "blocked $address $port" ;; esac
          done ;;
          *) ping -c 1 -W 2 "$address" >/dev/null 2>&1 && echo "blocked $address $ports" || echo "unreached $address" ;;
        esac
      done
      exit 0
      """;

  private HostProbe() {}

  /**
   * What to run on a host.
   *
   * @param master whether etcd will run there
   * @param others hosts that it must reach, each {@code ADDRESS,PORT} with the port of its ssh
   *     server
   */
  public static Command command(boolean master, List<String> others) {
    return command(master, HostPorts.ofMasters(master), others);
  }

  static Command command(boolean disk, List<Integer> ports, List<String> others) {
    var arguments = new ArrayList<String>();
    arguments.add(String.valueOf(disk));
    arguments.add(joined(" ", ports));
    arguments.addAll(others);
    return Command.script(SCRIPT, arguments.toArray(String[]::new))
        .named("try the disk and the network")
        .withIdleTimeout(SILENCE);
  }

  private static String joined(String by, List<Integer> ports) {
    return ports.stream().map(String::valueOf).collect(Collectors.joining(by));
  }

  /** What its output means. */
  public static List<HostProblem> judge(String host, List<String> lines) {
    var problems = new ArrayList<HostProblem>();
    var blocked = new LinkedHashMap<String, List<String>>();
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("unreached")) {
        problems.add(
            HostProblem.fatal(
                host,
                "network",
                "it does not reach " + words[1],
                "let the hosts of a cluster talk with each other: routes, firewalls"));
      } else if (words[0].equals("blocked")) {
        List<String> ports = blocked.computeIfAbsent(words[1], _ -> new ArrayList<>());
        ports.addAll(Arrays.asList(words).subList(2, words.length));
      } else if (line.matches("writes \\d+ \\d+")) {
        disk(host, Long.parseLong(words[2]) - Long.parseLong(words[1]), problems);
      }
    }
    blocked.forEach((other, ports) -> problems.add(blocked(host, other, ports)));
    return problems;
  }

  private static HostProblem blocked(String host, String other, List<String> ports) {
    String some = (ports.size() == 1 ? "port " : "ports ") + String.join(", ", ports);
    return HostProblem.fatal(
        host,
        "network",
        "a firewall keeps it from %s of %s".formatted(some, other),
        "open on masters for all hosts %d (API server) and %d (images), for masters %s (etcd); on every host %d (kubelet)"
            .formatted(
                HostPorts.API,
                AgentPaths.EXCHANGE_PORT,
                joined(", ", HostPorts.ETCD),
                HostPorts.KUBELET));
  }

  private static void disk(String host, long nanos, List<HostProblem> problems) {
    Duration each = Duration.ofNanos(nanos / WRITES);
    if (each.compareTo(SLOW_DISK) > 0) {
      problems.add(
          HostProblem.warning(
              host,
              "fsync",
              "a safe write to the disk takes %d ms".formatted(each.toMillis()),
              "etcd wants 10 ms at most; put /var/lib/etcd on a faster disk"));
    }
  }
}
