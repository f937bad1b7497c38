package io.sealer.host;

import io.sealer.host.testing.SshHost;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As root over ssh. */
class SshSessionIT extends SessionContract {
  @RegisterExtension static final SshHost HOST = new SshHost();

  @Override
  Session session() {
    return HOST.session();
  }
}
