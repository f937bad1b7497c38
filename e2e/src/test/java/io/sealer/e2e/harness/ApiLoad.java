package io.sealer.e2e.harness;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Clients on a host that ask the cluster's API server all the time, by the name that kubelets use,
 * each request in a connection of its own; and one client for each server that goes around the
 * balancer, to know how long a server itself takes on a busy machine. Ends when closed.
 *
 * @param machines the hosts
 * @param host the one with the clients
 */
public record ApiLoad(Machines machines, int host) implements AutoCloseable {
  private static final int CLIENTS = 3;

  private static final String START =
      """
      rm -f /run/api-load*
      cat >/run/api-load <<'END'
      ask() { # FILE PAUSE SERVER
        while :; do
          begun=$(date +%s%3N)
          code=$(curl -s -o /dev/null --noproxy '*' --connect-timeout 10 --max-time 10 \
            --cacert /etc/kubernetes/pki/ca.crt -w '%{http_code}' "https://$3:6443/readyz")
          echo "$begun $(date +%s%3N) $code"
          sleep "$2"
        done >"/run/api-load.$1" &
      }
      for client in $(seq CLIENTS); do ask "balanced.$client" 0.1 apiserver.cluster.local; done
      for server in SERVERS; do ask "direct.$server" 0.3 "$server"; done
      wait
      END
      systemd-run --quiet --collect --unit=api-load bash /run/api-load
      until grep -qs ' 200$' /run/api-load.balanced.CLIENTS; do sleep 0.1; done
      """
          .replace("CLIENTS", String.valueOf(CLIENTS));

  /**
   * What the clients met.
   *
   * @param requests how many requests ended
   * @param errors how many of them were not answered with 200
   * @param longestOutage the longest time that one client got no good answer
   * @param slowest the slowest good answer of the server that was never slower, asked directly:
   *     what no balancer can be better than
   */
  public record Result(int requests, int errors, Duration longestOutage, Duration slowest) {
    private static Result of(List<Answer> answers) {
      var balanced = by("balanced", answers);
      long requests = balanced.values().stream().mapToLong(List::size).sum();
      long good = balanced.values().stream().flatMap(List::stream).filter(Answer::good).count();
      long longest = balanced.values().stream().mapToLong(Result::longestGap).max().orElseThrow();
      long slowest =
          by("direct", answers).values().stream()
              .flatMap(
                  of ->
                      of.stream()
                          .filter(Answer::good)
                          .map(Answer::millis)
                          .max(ascending())
                          .stream())
              .min(ascending())
              .orElse(0L);
      return new Result(
          (int) requests,
          (int) (requests - good),
          Duration.ofMillis(longest),
          Duration.ofMillis(slowest));
    }

    private static Comparator<Long> ascending() {
      return Comparator.naturalOrder();
    }

    private static Map<String, List<Answer>> by(String kind, List<Answer> answers) {
      return answers.stream()
          .filter(answer -> answer.client().startsWith(kind))
          .collect(Collectors.groupingBy(Answer::client));
    }

    private static long longestGap(List<Answer> answers) {
      long longest = 0;
      long before = answers.getFirst().begun();
      for (Answer answer : answers) {
        longest = Math.max(longest, answer.ended() - before);
        before = answer.good() ? answer.ended() : before;
      }
      return longest;
    }

    /** The longest outage without what the servers themselves took. */
    public Duration outageByBalancer() {
      return longestOutage.minus(slowest);
    }

    @Override
    public String toString() {
      return "%d requests, %d errors, longest outage %d ms, slowest answer without balancer %d ms"
          .formatted(requests, errors, longestOutage.toMillis(), slowest.toMillis());
    }
  }

  private record Answer(String client, long begun, long ended, boolean good) {
    /** {@code FILE:BEGUN ENDED CODE}, as grep prints it. */
    static Answer parse(String line) {
      int colon = line.indexOf(':');
      String client = line.substring(line.indexOf("load.") + "load.".length(), colon);
      String[] fields = line.substring(colon + 1).split(" ");
      return new Answer(
          client, Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2].equals("200"));
    }

    long millis() {
      return ended - begun;
    }
  }

  /** Starts the clients; returns when those that use the balancer get answers. */
  public static ApiLoad on(Machines machines, int host, String... servers) {
    machines.on(host, START.replace("SERVERS", String.join(" ", servers))).succeeded();
    return new ApiLoad(machines, host);
  }

  /** Goes on until every client of the balancer has got this many good answers from now on. */
  public void await(int answers) {
    String wait =
        """
        for client in $(seq %d); do
          file=/run/api-load.balanced.$client
          wanted=$(($(grep -c ' 200$' "$file") + %d))
          for _ in $(seq 600); do
            [ "$(grep -c ' 200$' "$file")" -ge $wanted ] && continue 2
            sleep 0.1
          done
          exit 1
        done
        """
            .formatted(CLIENTS, answers);
    machines.on(host, wait).succeeded();
  }

  /** What was met so far; lines that are being written are left out. */
  public Result result() {
    String lines = "grep -HE '^[0-9]+ [0-9]+ [0-9]{3}$' /run/api-load.*";
    return Result.of(
        machines.on(host, lines).succeeded().out().lines().map(Answer::parse).toList());
  }

  @Override
  public void close() {
    machines.on(host, "systemctl stop api-load; rm -f /run/api-load*");
  }
}
