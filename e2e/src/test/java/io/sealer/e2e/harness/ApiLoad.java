package io.sealer.e2e.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
            --cacert /etc/kubernetes/pki/ca.crt \
            -w '%{http_code} %{time_connect} %{time_appconnect}' "https://$3:6443/readyz")
          echo "$begun $(date +%s%3N) $code"
          sleep "$2"
        done >"/run/api-load.$1" &
      }
      for client in $(seq CLIENTS); do ask "balanced.$client" 0.1 apiserver.cluster.local; done
      for server in SERVERS; do ask "direct.$server" 0.3 "$server"; done
      wait
      END
      systemd-run --quiet --collect --unit=api-load bash /run/api-load
      until grep -qs ' 200 ' /run/api-load.balanced.CLIENTS; do sleep 0.1; done
      """
          .replace("CLIENTS", String.valueOf(CLIENTS));

  /**
   * What the clients of the balancer met.
   *
   * @param requests how many requests ended
   * @param errors how many of them were not answered with 200
   * @param worst the time without a good answer that is longest, less what servers took themselves
   */
  public record Result(int requests, int errors, Outage worst) {
    private static Result of(List<Answer> answers) {
      List<Answer> balanced = answers.stream().filter(Answer::isBalanced).toList();
      List<Answer> direct = answers.stream().filter(a -> !a.isBalanced() && a.lives()).toList();
      Outage worst =
          balanced.stream().collect(Collectors.groupingBy(Answer::client)).values().stream()
              .flatMap(client -> outages(client, direct).stream())
              .max(Comparator.comparing(Outage::byBalancer))
              .orElseThrow();
      long good = balanced.stream().filter(Answer::good).count();
      return new Result(balanced.size(), (int) (balanced.size() - good), worst);
    }

    /**
     * Of one client, whose answers are in the order of time. Each begins with the first question
     * after a good answer: who gets no processor to ask misses nothing.
     */
    private static List<Outage> outages(List<Answer> answers, List<Answer> direct) {
      var outages = new ArrayList<Outage>();
      boolean answered = true;
      long since = 0;
      for (Answer answer : answers) {
        since = answered ? answer.begun() : since;
        outages.add(Outage.of(since, answer, direct));
        answered = answer.good();
      }
      return outages;
    }

    @Override
    public String toString() {
      return "%d requests, %d errors, longest outage %s".formatted(requests, errors, worst);
    }
  }

  /**
   * A time in which a client had no good answer.
   *
   * @param length from the first question after a good answer to the next good answer
   * @param last what ended it
   * @param direct what servers that live answered in that time to who asked them directly
   */
  public record Outage(Duration length, Answer last, List<Answer> direct) {
    private static Outage of(long since, Answer last, List<Answer> direct) {
      List<Answer> meanwhile =
          direct.stream()
              .filter(answer -> answer.ended() >= since && answer.begun() <= last.ended())
              .toList();
      return new Outage(Duration.ofMillis(last.ended() - since), last, meanwhile);
    }

    /** What is not explained by servers that are slow, as they are on a busy machine. */
    public Duration byBalancer() {
      long slowest = direct.stream().mapToLong(Answer::millis).max().orElse(0);
      return length.minusMillis(slowest);
    }

    @Override
    public String toString() {
      String servers = direct.stream().map(Answer::toString).collect(Collectors.joining(", "));
      return "%d ms, %d of it by the balancer: ended by %s; directly meanwhile %s"
          .formatted(length.toMillis(), byBalancer().toMillis(), last, servers);
    }
  }

  /**
   * One request; times in milliseconds.
   *
   * @param code of HTTP; 0 when nobody answered
   * @param connected after how long there was a connection
   * @param greeted after how long TLS was agreed on
   */
  public record Answer(
      String client, long begun, long ended, int code, long connected, long greeted) {
    /** {@code FILE:BEGUN ENDED CODE CONNECTED GREETED}, as grep prints it. */
    private static Answer parse(String line) {
      int colon = line.indexOf(':');
      String client = line.substring(line.indexOf("load.") + "load.".length(), colon);
      String[] fields = line.substring(colon + 1).split(" ");
      return new Answer(
          client,
          Long.parseLong(fields[0]),
          Long.parseLong(fields[1]),
          Integer.parseInt(fields[2]),
          ofSeconds(fields[3]),
          ofSeconds(fields[4]));
    }

    private static long ofSeconds(String seconds) {
      return Math.round(Double.parseDouble(seconds) * 1000);
    }

    private boolean isBalanced() {
      return client.startsWith("balanced");
    }

    private boolean good() {
      return code == 200;
    }

    /** A server that says it is not ready is there; one that is dead says nothing. */
    private boolean lives() {
      return code != 0;
    }

    private long millis() {
      return ended - begun;
    }

    @Override
    public String toString() {
      return "%s %d after %d/%d/%d ms".formatted(client, code, connected, greeted, millis());
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
        answers() { grep -c ' 200 ' "/run/api-load.balanced.$1"; }
        clients=$(seq %d)
        wanted=$(for client in $clients; do echo $(($(answers "$client") + %d)); done)
        set -- $wanted
        for client in $clients; do
          for _ in $(seq 600); do
            [ "$(answers "$client")" -ge "$1" ] && { shift; continue 2; }
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
    String lines = "grep -HE '^[0-9]+ [0-9]+ [0-9]{3} [0-9.]+ [0-9.]+$' /run/api-load.*";
    return Result.of(
        machines.on(host, lines).succeeded().out().lines().map(Answer::parse).toList());
  }

  @Override
  public void close() {
    machines.on(host, "systemctl stop api-load; rm -f /run/api-load*");
  }
}
