package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.run.clusterfile.ClusterHost;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whether a plan that was made before the hosts were locked still is about how they are. */
final class StillTrue {
  private StillTrue() {}

  /**
   * Asks masters once more which state of the cluster they know, all at once.
   *
   * @param sessions knows what they have said before
   * @throws RunException.HostsBusy when another run has recorded something since
   */
  static void require(HostSessions sessions, List<ClusterHost> masters)
      throws RunException, InterruptedException {
    var calls =
        masters.stream().<Callable<Boolean>>map(master -> () -> same(sessions, master)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> same : threads.invokeAll(calls)) {
        if (!same.get()) {
          throw new RunException.HostsBusy(
              "the cluster was changed by another run while this one was planned",
              "run the same command again");
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HostException why) {
        throw Failures.of(why);
      }
      throw new IllegalStateException("asking fails as hosts do", e.getCause());
    }
  }

  private static boolean same(HostSessions sessions, ClusterHost master) throws HostException {
    Optional<HostMemory> before = sessions.memory(master);
    HostMemory now = HostMemory.ask(sessions.session(master.address()));
    return before.isEmpty()
        || (before.get().revision().equals(now.revision())
            && before.get().cluster().equals(now.cluster()));
  }
}
