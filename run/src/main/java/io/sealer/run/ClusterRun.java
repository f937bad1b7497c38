package io.sealer.run;

import io.sealer.run.engine.EventListener;
import io.sealer.run.engine.Plan;
import io.sealer.run.preflight.HostProblem;
import java.util.List;

/** A run that is planned and may be applied: once. Holds the connections with the hosts. */
public interface ClusterRun extends AutoCloseable {
  /** What would be done, and why. */
  Plan plan();

  /** What pre-flight found that does not prevent the run. */
  List<HostProblem> warnings();

  /**
   * Does what the plan says.
   *
   * @throws RunException.StepsFailed with every failed step; running the same again continues
   * @throws RunException.HostsBusy when another run holds the lock of a host
   */
  RunResult apply(EventListener events) throws RunException, InterruptedException;

  /** Ends the connections. */
  @Override
  void close();
}
