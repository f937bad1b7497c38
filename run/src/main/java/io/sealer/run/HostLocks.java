package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.HostLock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The locks of all hosts that a run changes; let go together. */
final class HostLocks implements AutoCloseable {
  private final List<HostLock> locks = new ArrayList<>();

  private HostLocks() {}

  /** Takes every lock or none. */
  static HostLocks take(HostSessions sessions, List<ClusterHost> hosts, boolean force)
      throws RunException, InterruptedException {
    var taken = new HostLocks();
    try {
      for (ClusterHost host : hosts) {
        taken.locks.add(HostLock.take(sessions.session(host.address()), owner(), force));
      }
      return taken;
    } catch (HostLock.Busy e) {
      taken.close();
      throw new RunException.HostsBusy(String.valueOf(e.getMessage()));
    } catch (HostException e) {
      taken.close();
      throw Failures.of(e);
    } catch (InterruptedException e) {
      taken.close();
      throw e;
    }
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
    locks.forEach(HostLock::close);
  }
}
