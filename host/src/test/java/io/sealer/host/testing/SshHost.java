package io.sealer.host.testing;

import static java.util.Objects.requireNonNull;

import io.sealer.host.Command;
import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Target;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server and a session with it for each test. In a static field: one server for all tests of the
 * class, and a session for each.
 */
public final class SshHost
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private final Function<Sshd, Target> login;
  private final String[] config;
  private boolean shared;
  private @Nullable Sshd sshd;
  private @Nullable Session session;

  /** Sessions are root's; each line of configuration is added to sshd_config. */
  public SshHost(String... config) {
    this(Sshd::root, config);
  }

  /** Sessions are those of this login. */
  public SshHost(Function<Sshd, Target> login, String... config) {
    this.login = login;
    this.config = config.clone();
  }

  /** The server. */
  public Sshd sshd() {
    return requireNonNull(sshd);
  }

  /** This test's session. */
  public Session session() {
    return requireNonNull(session);
  }

  /** What a shell script, which must succeed, says in this test's session. */
  public String shell(String script, String... arguments) throws HostException {
    return session().run(Command.script(script, arguments)).stdout();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    shared = true;
    sshd = Sshd.start(config);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    if (!shared) {
      sshd = Sshd.start(config);
    }
    session = Connector.create(sshd().knownHosts()).connect(login.apply(sshd()));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try (Sshd _ = shared ? null : sshd;
        Session _ = session) {
      session = null;
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (sshd != null) {
      sshd.close();
    }
  }
}
