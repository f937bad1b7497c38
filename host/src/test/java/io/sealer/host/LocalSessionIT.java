package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalSessionIT extends SessionContract {
  private Session session;

  @BeforeEach
  void connect() throws HostException {
    KnownHosts none = new KnownHosts(files.resolve("known_hosts"), first -> {});
    session = Connector.create(none).connect(Target.of("127.0.0.1").withLocal());
  }

  @AfterEach
  void disconnect() {
    session.close();
  }

  @Override
  Session session() {
    return session;
  }

  @Test
  void no_known_hosts_are_written_for_ourselves() throws IOException {
    assertThat(files.resolve("known_hosts")).doesNotExist();
  }
}
