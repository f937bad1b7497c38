package io.sealer.run.preflight;

import io.sealer.host.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What facts cannot tell and a host must try: how fast its disk makes writes safe, and whether it
 * reaches other hosts. Leaves nothing behind.
 */
public final class HostProbe {
  private static final Duration SLOW_DISK = Duration.ofMillis(10);
  private static final int WRITES = 20;
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** As etcd writes: small, each safe on disk before the next (dd's dsync). */
  private static final String SCRIPT =
      """
      master=$1; shift
      if [ "$master" = true ]; then
        dir=/var/lib/etcd
        while [ ! -d "$dir" ]; do dir=${dir%/*}; dir=${dir:-/}; done
        file=$dir/.sealer-write-test; begun=$(date +%s%N)
        if dd if=/dev/zero of="$file" bs=2300 count=20 oflag=dsync 2>/dev/null; then echo "writes $begun $(date +%s%N)"; fi
        rm -f "$file"
      fi
      command -v bash >/dev/null && command -v timeout >/dev/null || exit 0
      for target; do
        address=${target%,*}
        timeout 3 bash -c ": < /dev/tcp/$address/${target##*,}" 2>/dev/null && continue
        ping -c 1 -W 2 "$address" >/dev/null 2>&1 || echo "unreached $address"
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
    var arguments = new ArrayList<String>();
    arguments.add(String.valueOf(master));
    arguments.addAll(others);
    return Command.script(SCRIPT, arguments.toArray(String[]::new))
        .named("try the disk and the network")
        .withIdleTimeout(SILENCE);
  }

  /** What its output means. */
  public static List<HostProblem> judge(String host, List<String> lines) {
    var problems = new ArrayList<HostProblem>();
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("unreached")) {
        problems.add(
            HostProblem.fatal(
                host,
                "network",
                "it does not reach " + words[1],
                "let the hosts of a cluster talk with each other: routes, firewalls"));
      } else if (line.matches("writes \\d+ \\d+")) {
        disk(host, Long.parseLong(words[2]) - Long.parseLong(words[1]), problems);
      }
    }
    return problems;
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
