package io.sealer.run.engine;

import io.sealer.host.HostException;
import io.sealer.host.Session;

/** Connections with the hosts of one cluster, each made once. Thread-safe. */
public interface HostAccess {
  /** The connection with a host. */
  Session session(String host) throws HostException;

  /** What was written on a host. */
  Ledger ledger(String host) throws HostException;
}
