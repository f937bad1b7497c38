package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.HostLock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The locks of all hosts that a run changes; let go together. */
final class HostLocks implements AutoCloseable {
  private final List<HostLock> locks = new ArrayList<>();

  private HostLocks() {}

  /**
   * Takes every lock or none. One host is locked before all others, the same for everybody: of two
   * runs that meet, one gets them all. No hosts, no locks.
   */
  static HostLocks take(HostSessions sessions, List<ClusterHost> hosts, boolean force)
      throws RunException, InterruptedException {
    List<String> sorted = hosts.stream().map(ClusterHost::address).sorted().toList();
    var taken = new HostLocks();
    boolean all = false;
    try {
      taken.add(sessions, sorted.stream().limit(1).toList(), force);
      taken.add(sessions, sorted.stream().skip(1).toList(), force);
      all = true;
      return taken;
    } finally {
      if (!all) {
        taken.close();
      }
    }
  }

  /** Takes locks at once; those that could be had are kept when others could not. */
  private void add(HostSessions sessions, List<String> hosts, boolean force)
      throws RunException, InterruptedException {
    var calls =
        hosts.stream()
            .<Callable<HostLock>>map(
                host -> () -> HostLock.take(sessions.session(host), owner(), force))
            .toList();
    Optional<RunException> failure = Optional.empty();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<HostLock> answer : threads.invokeAll(calls)) {
        try {
          locks.add(answer.get());
        } catch (ExecutionException e) {
          failure = failure.or(() -> Optional.of(explained(e)));
        }
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static RunException explained(ExecutionException e) {
    return switch (e.getCause()) {
      case HostLock.Busy busy -> new RunException.HostsBusy(String.valueOf(busy.getMessage()));
      case HostException why -> Failures.of(why);
      case null, default -> throw new IllegalStateException("locks fail as hosts do", e.getCause());
    };
  }

  private static String owner() {
    String user = System.getProperty("user.name", "unknown");
    return "%s@%s, process %d".formatted(user, machine(), ProcessHandle.current().pid());
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }

  @Override
  public void close() {
    locks.forEach(HostLock::release);
    locks.forEach(HostLock::close);
  }
}
