package io.sealer.node.balancer;

import io.sealer.node.balancer.ServerHealth.State;
import io.sealer.node.serve.AgentLog;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;

/**
 * The API servers of a cluster and how each is. Each is looked at by a thread of its own, so that
 * one that takes seconds to answer does not hide that another has died. Thread-safe.
 */
final class Servers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Every look that meets no answer may cost a server that is short of processors a handshake. */
  private static final Duration PAUSE_FOR_SLOW = Duration.ofSeconds(1);

  /** One that is looked at until its thread is interrupted. */
  private record Watched(ServerHealth health, Thread thread) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changes = lock.newCondition();
  private final Map<InetSocketAddress, Watched> watched = new LinkedHashMap<>();
  private final AgentLog log;
  private volatile Optional<SSLSocketFactory> tls = Optional.empty();
  private boolean changed;

  Servers(AgentLog log) {
    this.log = log;
  }

  /** Whom the next looks trust; empty while that is not known. */
  void trust(Optional<SSLSocketFactory> sockets) {
    tls = sockets;
  }

  /** Watches these from now on; what is known of those that stay is kept. */
  void watch(List<InetSocketAddress> servers) {
    lock.lock();
    try {
      Map<InetSocketAddress, Watched> before = Map.copyOf(watched);
      watched.clear();
      for (InetSocketAddress server : servers) {
        Watched known = before.get(server);
        watched.put(server, known != null ? known : begin(server));
      }
      before.forEach(
          (server, gone) -> {
            if (!watched.containsKey(server)) {
              gone.thread().interrupt();
            }
          });
    } finally {
      lock.unlock();
    }
  }

  private Watched begin(InetSocketAddress server) {
    var health = new ServerHealth();
    Thread thread =
        Thread.ofVirtual().name("look at " + text(server)).start(() -> look(server, health));
    return new Watched(health, thread);
  }

  private void look(InetSocketAddress server, ServerHealth health) {
    try (var probe = new Probe(server)) {
      while (!Thread.currentThread().isInterrupted()) {
        Verdict verdict = verdict(probe);
        if (!Thread.currentThread().isInterrupted()) {
          note(server, health, verdict);
        }
        Thread.sleep(verdict.kind() == Verdict.Kind.SLOW ? PAUSE_FOR_SLOW : PAUSE);
      }
    } catch (InterruptedException gone) {
      Thread.currentThread().interrupt();
    }
  }

  /** A look that fails in a way that nobody thought of must not be the last. */
  private Verdict verdict(Probe probe) {
    try {
      return probe.look(tls);
    } catch (RuntimeException e) {
      probe.close();
      return new Verdict(Verdict.Kind.REFUSES, "cannot be looked at: " + e);
    }
  }

  private void note(InetSocketAddress server, ServerHealth health, Verdict verdict) {
    lock.lock();
    try {
      boolean first = !health.isKnown();
      State before = health.state();
      State now = health.seen(verdict, System.nanoTime());
      if (now != before) {
        String reason = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
        log.info("apiserver %s is %s%s".formatted(text(server), text(now), reason));
      }
      if (first || now != before) {
        changed = true;
        changes.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns when something is otherwise than at the last time, at the latest after this time. */
  void awaitChange(Duration most) throws InterruptedException {
    lock.lock();
    try {
      long left = most.toNanos();
      while (!changed && left > 0) {
        left = changes.awaitNanos(left);
      }
      changed = false;
    } finally {
      lock.unlock();
    }
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

  /**
   * The best there are: it is better to send connections to the lame than to nobody. Empty until
   * each was looked at once: the rules of before know more until then.
   */
  Optional<List<InetSocketAddress>> best() {
    lock.lock();
    try {
      if (!watched.values().stream().allMatch(w -> w.health().isKnown())) {
        return Optional.empty();
      }
      for (State state : List.of(State.IN, State.ASIDE)) {
        List<InetSocketAddress> those = in(state);
        if (!those.isEmpty()) {
          return Optional.of(those);
        }
      }
      return Optional.of(in(State.OUT));
    } finally {
      lock.unlock();
    }
  }

  List<InetSocketAddress> in(State state) {
    lock.lock();
    try {
      return watched.entrySet().stream()
          .filter(entry -> entry.getValue().health().state() == state)
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    watch(List.of());
  }
}
