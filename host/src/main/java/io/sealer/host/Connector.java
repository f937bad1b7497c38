package io.sealer.host;

/** Opens sessions. Thread-safe; one is enough for any number of machines. */
@FunctionalInterface
public interface Connector {
  /** A session with this machine, logged in, and with sudo tried where the target asks for it. */
  Session connect(Target target) throws HostException;

  /** Connects over ssh, or without it to this machine where the target says so. */
  static Connector create(KnownHosts knownHosts) {
    return new DefaultConnector(knownHosts);
  }
}
