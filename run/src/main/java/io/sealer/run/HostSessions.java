package io.sealer.run;

import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Target;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.HostAccess;
import io.sealer.run.engine.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One connection with each host, all made at once and kept until the end. Thread-safe. */
final class HostSessions implements HostAccess, AutoCloseable {
  private final Connector connector;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();
  private final Map<String, HostMemory> memories = new ConcurrentHashMap<>();

  HostSessions(Connector connector) {
    this.connector = connector;
  }

  /** Connects with every host; answers those that could not be reached, and why. */
  Map<String, HostException> connect(List<ClusterHost> hosts) throws InterruptedException {
    var calls = new ArrayList<Callable<HostSessions>>();
    for (ClusterHost host : hosts) {
      targets.put(host.address(), host.ssh().target(host.address()));
      calls.add(
          () -> {
            session(host.address());
            return this;
          });
    }
    var failures = new LinkedHashMap<String, HostException>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HostSessions>> answers = threads.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        try {
          answers.get(i).get();
        } catch (ExecutionException e) {
          failures.put(hosts.get(i).address(), hostException(e));
        }
      }
    }
    return failures;
  }

  private static HostException hostException(ExecutionException e) {
    if (e.getCause() instanceof HostException why) {
      return why;
    }
    throw new IllegalStateException("connecting fails with a HostException only", e.getCause());
  }

  @Override
  public Session session(String host) throws HostException {
    Session open = sessions.get(host);
    if (open != null) {
      return open;
    }
    Target target = targets.get(host);
    if (target == null) {
      throw new IllegalArgumentException(host + " is not a host of this cluster");
    }
    Session fresh = connector.connect(target);
    Session earlier = sessions.putIfAbsent(host, fresh);
    if (earlier != null) {
      fresh.close();
      return earlier;
    }
    return fresh;
  }

  @Override
  public Ledger ledger(String host) throws HostException {
    Session session = session(host);
    return ledgers.computeIfAbsent(host, h -> new Ledger(session));
  }

  /** Asks a host what it remembers of its cluster; what it says first is kept. */
  HostMemory recall(String host) throws HostException {
    HostMemory fresh = HostMemory.ask(session(host));
    return Optional.ofNullable(memories.putIfAbsent(host, fresh)).orElse(fresh);
  }

  /** What a host remembered when it was first asked; empty when it was not, or did not answer. */
  Optional<HostMemory> memory(ClusterHost host) {
    return Optional.ofNullable(memories.get(host.address()));
  }

  @Override
  public void close() {
    sessions.values().forEach(Session::close);
  }
}
