package io.sealer.node.balancer;

import io.sealer.node.balancer.ServerHealth.State;
import io.sealer.node.serve.AgentLog;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocketFactory;

/** The API servers of a cluster and how each is. For one thread at a time. */
final class Servers implements AutoCloseable {
  private record Watched(Probe probe, ServerHealth health) {}

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<InetSocketAddress, Watched> watched = new LinkedHashMap<>();
  private final AgentLog log;

  Servers(AgentLog log) {
    this.log = log;
  }

  /** Watches these from now on; what is known of those that stay is kept. */
  void watch(List<InetSocketAddress> servers) {
    Map<InetSocketAddress, Watched> before = Map.copyOf(watched);
    watched.clear();
    for (InetSocketAddress server : servers) {
      Watched known = before.get(server);
      watched.put(
          server, known != null ? known : new Watched(new Probe(server), new ServerHealth()));
    }
    before.forEach(
        (server, gone) -> {
          if (!watched.containsKey(server)) {
            gone.probe().close();
          }
        });
  }

  /** Looks at all of them at once. */
  void look(Optional<SSLSocketFactory> tls) throws InterruptedException {
    List<InetSocketAddress> servers = List.copyOf(watched.keySet());
    var looks = new ArrayList<Callable<Verdict>>();
    watched.values().forEach(w -> looks.add(() -> w.probe().look(tls)));
    List<Future<Verdict>> verdicts = threads.invokeAll(looks);
    for (int i = 0; i < servers.size(); i++) {
      note(servers.get(i), verdict(verdicts.get(i)));
    }
  }

  private static Verdict verdict(Future<Verdict> look) throws InterruptedException {
    try {
      return look.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look fails with a verdict only", e.getCause());
    }
  }

  private void note(InetSocketAddress server, Verdict verdict) {
    ServerHealth health = health(server);
    State before = health.state();
    State now = health.seen(verdict, System.nanoTime());
    if (now != before) {
      String reason = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
      log.info("apiserver %s is %s%s".formatted(text(server), text(now), reason));
    }
  }

  private ServerHealth health(InetSocketAddress server) {
    return java.util.Objects.requireNonNull(watched.get(server)).health();
  }

  private static String text(State state) {
    return switch (state) {
      case IN -> "in use";
      case ASIDE -> "not used while others are better";
      case OUT -> "not used, its connections are ended";
    };
  }

  static String text(InetSocketAddress server) {
    String address = server.getAddress().getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.getPort();
  }

  /** The best there are: it is better to send connections to the lame than to nobody. */
  List<InetSocketAddress> best() {
    for (State state : List.of(State.IN, State.ASIDE)) {
      List<InetSocketAddress> those = in(state);
      if (!those.isEmpty()) {
        return those;
      }
    }
    return in(State.OUT);
  }

  List<InetSocketAddress> in(State state) {
    return watched.keySet().stream().filter(s -> health(s).state() == state).toList();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    watch(List.of());
  }
}
