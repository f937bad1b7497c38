package io.sealer.run.external;

import io.sealer.host.Session;
import io.sealer.run.engine.Ledger;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import java.util.concurrent.atomic.AtomicLong;

/** A step without any host. */
final class Operator implements StepContext {
  final AtomicLong sent = new AtomicLong();
  private final Step step;

  Operator(PushImages work) {
    this.step = PushImages.step("10.0.0.1", PushImages.PUSH, work);
  }

  @Override
  public Step step() {
    return step;
  }

  @Override
  public Session session(String host) {
    throw new UnsupportedOperationException("a push needs no host");
  }

  @Override
  public Ledger ledger(String host) {
    throw new UnsupportedOperationException("a push needs no host");
  }

  @Override
  public void progress(long done, long total) {
    sent.set(done);
  }
}
