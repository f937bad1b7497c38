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

  /** Lets hosts be reached later, when they are needed; they may be dead. */
  void expect(List<ClusterHost> hosts) {
    hosts.forEach(h -> targets.put(h.address(), h.ssh().target(h.address())));
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

  @Override
  public void close() {
    sessions.values().forEach(Session::close);
  }
}
