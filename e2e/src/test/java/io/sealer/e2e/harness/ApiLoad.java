package io.sealer.e2e.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clients on a host that ask the cluster's API server all the time, by the name that kubelets use,
 * each request in a connection of its own. Ends when closed.
 *
 * @param machines the hosts
 * @param host the one with the clients
 */
public record ApiLoad(Machines machines, int host) implements AutoCloseable {
  private static final int CLIENTS = 3;

  private static final String START =
      """
      rm -f /run/api-load.*
      cat >/run/api-load <<'END'
      for client in $(seq CLIENTS); do
        while :; do
          code=$(curl -s -o /dev/null --noproxy '*' --max-time 3 --cacert /etc/kubernetes/pki/ca.crt \
            -w '%{http_code}' https://apiserver.cluster.local:6443/readyz)
          echo "$client $(date +%s%3N) $code"
          sleep 0.1
        done >"/run/api-load.$client" &
      done
      wait
      END
      systemd-run --quiet --collect --unit=api-load bash /run/api-load
      until grep -qs ' 200$' /run/api-load.CLIENTS; do sleep 0.1; done
      """
          .replace("CLIENTS", String.valueOf(CLIENTS));

  /**
   * What the clients met.
   *
   * @param requests how many requests ended
   * @param errors how many of them were not answered with 200
   * @param longestOutage the longest time that one client got no good answer
   */
  public record Result(int requests, int errors, Duration longestOutage) {
    private static Result of(List<String> lines) {
      Map<String, List<Long>> good = new TreeMap<>();
      int errors = 0;
      var ends = new TreeMap<String, Long>();
      for (String line : lines) {
        String[] fields = line.split(" ");
        long time = Long.parseLong(fields[1]);
        ends.put(fields[0], time);
        if (fields[2].equals("200")) {
          good.computeIfAbsent(fields[0], _ -> new ArrayList<>()).add(time);
        } else {
          errors++;
        }
      }
      Duration longest =
          ends.entrySet().stream()
              .map(end -> longestGap(good.getOrDefault(end.getKey(), List.of()), end.getValue()))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return new Result(lines.size(), errors, longest);
    }

    private static Duration longestGap(List<Long> answers, long end) {
      long longest = 0;
      long before = answers.isEmpty() ? 0 : answers.getFirst();
      for (long answer : answers) {
        longest = Math.max(longest, answer - before);
        before = answer;
      }
      return Duration.ofMillis(Math.max(longest, end - before));
    }

    @Override
    public String toString() {
      return "%d requests, %d errors, longest outage %d ms"
          .formatted(requests, errors, longestOutage.toMillis());
    }
  }

  /** Starts the clients; returns when all of them get answers. */
  public static ApiLoad on(Machines machines, int host) {
    machines.on(host, START).succeeded();
    return new ApiLoad(machines, host);
  }

  /** Goes on until every client has got this many good answers from now on. */
  public void await(int answers) {
    String wait =
        """
        for client in $(seq %d); do
          wanted=$(($(grep -c ' 200$' "/run/api-load.$client") + %d))
          for _ in $(seq 600); do
            [ "$(grep -c ' 200$' "/run/api-load.$client")" -ge $wanted ] && continue 2
            sleep 0.1
          done
          exit 1
        done
        """
            .formatted(CLIENTS, answers);
    machines.on(host, wait).succeeded();
  }

  /** What was met so far. */
  public Result result() {
    List<String> lines =
        machines.on(host, "sed -s '$d' /run/api-load.[0-9]*").succeeded().out().lines().toList();
    return Result.of(lines);
  }

  @Override
  public void close() {
    machines.on(host, "systemctl stop api-load; rm -f /run/api-load*");
  }
}
