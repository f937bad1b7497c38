package io.sealer.host;

import io.sealer.host.testing.Sshd;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** As root over ssh. */
@SuppressWarnings("NullAway.Init")
class SshSessionIT extends SessionContract {
  private static Sshd sshd;
  private Session session;

  @BeforeAll
  static void start() throws IOException {
    sshd = Sshd.start();
  }

  @AfterAll
  static void stop() throws IOException {
    sshd.close();
  }

  @BeforeEach
  void connect() throws HostException {
    session = Connector.create(sshd.knownHosts()).connect(sshd.root());
  }

  @AfterEach
  void disconnect() {
    session.close();
  }

  @Override
  Session session() {
    return session;
  }
}
