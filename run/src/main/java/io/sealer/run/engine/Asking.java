package io.sealer.run.engine;

import io.sealer.host.HostException;
import java.util.Optional;

/**
 * Work whose check is one question that its host answers alone. All such questions of a host are
 * asked in one command, because a command costs more than its answer: a channel, processes, and the
 * way there and back.
 */
public interface Asking extends Work {
  /** What the host is asked; quick, for those after it wait. */
  Question question(Step step);

  @Override
  default Optional<String> check(StepContext at) throws HostException {
    return question(at.step()).ask(at.session(), at.step());
  }
}
