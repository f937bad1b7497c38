package io.sealer.host;

import io.sealer.host.testing.SshHost;
import io.sealer.host.testing.Sshd;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As a user over ssh who becomes root with a password. */
class SudoSessionIT extends SessionContract {
  @RegisterExtension
  static final SshHost HOST =
      new SshHost(sshd -> sshd.user("alice").withSudo(Sshd.password("alice")));

  @Override
  Session session() {
    return HOST.session();
  }
}
