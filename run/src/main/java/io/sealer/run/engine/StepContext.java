package io.sealer.run.engine;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.util.Optional;

/** What a step's work may use. Thread-safe. */
public interface StepContext {
  /** The step that is worked on. */
  Step step();

  /** The connection with the step's host. */
  default Session session() throws HostException {
    return session(step().host());
  }

  /** The connection with any host of the cluster. */
  Session session(String host) throws HostException;

  /** What was written on the step's host. */
  default Ledger ledger() throws HostException {
    return ledger(step().host());
  }

  /** What was written on a host. */
  Ledger ledger(String host) throws HostException;

  /** Tells how far a transfer has come; both in bytes. */
  void progress(long done, long total);

  /** Tells the user what is perhaps not meant, once the step is done. */
  default void warn(String text) {}

  /**
   * Tells what the step's check says after all else was done, when the host was asked that along
   * with the last of its work: it is not asked again.
   */
  default void proven(Optional<String> still) {}

  /** A failure of this step with an own explanation. */
  default StepFailure failure(String problem, String hint) {
    return StepFailure.of(step(), problem, hint);
  }
}
