package io.sealer.host;

import io.sealer.host.testing.Sshd;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** As a user over ssh who becomes root with a password. */
@SuppressWarnings("NullAway.Init")
class SudoSessionIT extends SessionContract {
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
    Target alice = sshd.user("alice").withSudo(Sshd.password("alice"));
    session = Connector.create(sshd.knownHosts()).connect(alice);
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
