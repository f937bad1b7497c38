package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.steps.Scripts;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Lets the first pods start before what nobody waits for. Only to save time: what is not ready in
 * time is not waited for, and nothing is proven here.
 *
 * @param ready what tells that they have started
 * @param longest how long they are waited for
 */
record AwaitFirstPods(AwaitReady ready, Duration longest) implements Asking {
  /** Other masters must not go without controllers because a pod does not start. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Each look takes time away from what starts. */
  private static final Duration PAUSE = Patience.PAUSE.multipliedBy(3);

  @Override
  public Question question(Step step) {
    return Scripts.marked(step, "the first pods have not started");
  }

  @Override
  public void run(StepContext at) throws HostException, InterruptedIOException {
    var patience = Patience.of(longest);
    boolean waits = true;
    while (waits && ready.check(at).isPresent()) {
      waits = patience.goesOn(PAUSE);
    }
    Scripts.mark(at);
  }
}
