package io.sealer.oci.registry.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connections that wait for their next request, youngest first. Thread-safe. */
final class Pool implements AutoCloseable {
  private static final long OLDEST = Duration.ofSeconds(30).toNanos();
  private static final int MOST = 32;

  private final Map<Route, Deque<Connection>> idle = new HashMap<>();
  private boolean closed;

  synchronized Optional<Connection> take(Route route) {
    Deque<Connection> waiting = idle.getOrDefault(route, new ArrayDeque<>());
    while (!waiting.isEmpty()) {
      Connection connection = waiting.pop();
      if (connection.idleNanos() < OLDEST) {
        return Optional.of(connection);
      }
      connection.close();
    }
    return Optional.empty();
  }

  synchronized void give(Connection connection) {
    Deque<Connection> waiting = idle.computeIfAbsent(connection.route(), _ -> new ArrayDeque<>());
    if (closed || waiting.size() >= MOST) {
      connection.close();
    } else {
      waiting.push(connection);
    }
  }

  /** Closes those that lead there: one of them was found dead, the others are as old. */
  synchronized void forget(Route route) {
    Optional.ofNullable(idle.remove(route)).ifPresent(old -> old.forEach(Connection::close));
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(idle.keySet()).forEach(this::forget);
  }
}
