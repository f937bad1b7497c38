package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.host.Session;
import java.util.List;
import java.util.Optional;

/** One machine under whatever name; counts how often it was asked for. */
public final class OneHost implements HostAccess {
  private final Session session;
  private int sessions;

  public OneHost(Session session) {
    this.session = session;
  }

  /** Carries out one step alone. */
  public static void apply(Session session, String name, Work work) throws Exception {
    Step step = Step.of("h", name, "do it", List.of(), "1", work);
    var plan = new Plan(List.of(new PlannedStep(step, Optional.of("new"))));
    new Executor(new OneHost(session), EventListener.NONE).apply(plan);
  }

  /** How one step alone fails. */
  public static StepFailure failure(Session session, String name, Work work) {
    var failed = catchThrowableOfType(StepsFailed.class, () -> apply(session, name, work));
    assertThat(failed.failures()).hasSize(1);
    return failed.failures().getFirst();
  }

  @Override
  public Session session(String host) {
    sessions++;
    return session;
  }

  @Override
  public Ledger ledger(String host) {
    return new Ledger(session);
  }

  /** How many sessions were handed out. */
  int sessions() {
    return sessions;
  }
}
