package io.sealer.run.engine;

import io.sealer.host.Session;

/** One machine under whatever name; counts how often it was asked for. */
public final class OneHost implements HostAccess {
  private final Session session;
  private int sessions;

  public OneHost(Session session) {
    this.session = session;
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
