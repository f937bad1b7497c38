package io.sealer.host;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One attempt to log in to one machine. */
final class SshLogin {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final int KEEP_ALIVES_UNANSWERED = 3;
  private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");
  // The fastest first: AES in hardware, its own authentication.
  private static final String CIPHERS =
      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,"
          + "aes128-ctr,aes192-ctr,aes256-ctr";

  private final Target target;
  private final String host;
  private final JSch jsch = new JSch();
  private final HostKeyGuard guard;
  private final WatchedSockets sockets;
  private final Answers answers;
  private final Set<String> methods = new LinkedHashSet<>();
  private final List<String> keys = new ArrayList<>();
  private Optional<AgentKeys> agent = Optional.empty();

  SshLogin(Target target, KnownHosts knownHosts) {
    this(target, knownHosts, Optional.empty());
  }

  /**
   * A login through a port of this machine.
   *
   * @param via where connections lead to the target; empty means directly
   */
  SshLogin(Target target, KnownHosts knownHosts, Optional<InetSocketAddress> via) {
    this.target = target;
    this.host = target.display();
    this.guard = new HostKeyGuard(host, knownHosts);
    this.sockets = new WatchedSockets(target.connectTimeout(), via);
    this.answers =
        new Answers(
            target.auth().stream()
                .filter(Auth.Password.class::isInstance)
                .map(password -> ((Auth.Password) password).secret())
                .toList());
  }

  /** Logs in. May be interrupted. */
  Link connect() throws HostException {
    return new JschLink(open(), sockets);
  }

  /** Logs in; the bare connection. May be interrupted. */
  Session open() throws HostException {
    for (Auth auth : target.auth()) {
      prepare(auth);
    }
    var connected = new CompletableFuture<Session>();
    Threads.start("connect " + host, () -> connect(connected));
    long patience = target.connectTimeout().toMillis() * 2;
    try {
      sockets.admitted().get();
      return connected.get(patience, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      sockets.cut();
      throw new HostException.Unreachable(
          host,
          "connected, but the login took more than " + target.connectTimeout().toSeconds() + " s",
          "check the load of the host and its name service (UseDNS), or allow more time",
          e);
    } catch (InterruptedException e) {
      sockets.cut();
      Thread.currentThread().interrupt();
      throw new HostException.Cancelled(host, "connecting");
    }
  }

  private void connect(CompletableFuture<Session> connected) {
    try {
      connected.complete(login());
    } catch (JSchException | RuntimeException e) {
      connected.completeExceptionally(e);
    } finally {
      sockets.loggedIn();
    }
  }

  private Session login() throws JSchException {
    jsch.setHostKeyRepository(guard);
    agent.ifPresent(jsch::setIdentityRepository);
    Session session = jsch.getSession(target.user(), target.address(), target.port());
    session.setSocketFactory(sockets);
    session.setUserInfo(answers);
    session.setThreadFactory(Thread.ofPlatform().daemon().factory());
    session.setConfig("cipher.c2s", CIPHERS);
    session.setConfig("cipher.s2c", CIPHERS);
    // It would make a key of each kind for each login, to see whether Java can; Java 25 can.
    session.setConfig("CheckKexes", "");
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("prefer_known_host_key_types", "yes");
    session.setConfig("PreferredAuthentications", String.join(",", methods));
    session.setServerAliveInterval(Math.toIntExact(KEEP_ALIVE.toMillis()));
    session.setServerAliveCountMax(KEEP_ALIVES_UNANSWERED);
    session.connect(Math.toIntExact(target.connectTimeout().toMillis()));
    return session;
  }

  private void prepare(Auth auth) throws HostException {
    switch (auth) {
      case Auth.Password _ -> {
        methods.add("password");
        methods.add("keyboard-interactive");
      }
      case Auth.Key(var file, var passphrase) -> addKey(file, passphrase);
      case Auth.DefaultKeys(var passphrase) -> addDefaultKeys(passphrase);
      case Auth.Agent(var socket) -> addAgent(socket);
    }
  }

  private void addAgent(Path socket) {
    var both = AgentKeys.of(socket, jsch.getIdentityRepository());
    if (both.isPresent()) {
      agent = both;
      methods.add("publickey");
      keys.add("keys of the agent " + socket);
    } else {
      keys.add("the agent " + socket + " (does not answer)");
    }
  }

  private void addDefaultKeys(Optional<Secret> passphrase) {
    for (String name : DEFAULT_KEYS) {
      Path file = Path.of(System.getProperty("user.home", "/root"), ".ssh", name);
      if (!Files.isReadable(file)) {
        continue;
      }
      try {
        addKey(file, passphrase);
      } catch (HostException e) {
        keys.add("key " + file + " (not usable: " + e.hint() + ")");
      }
    }
  }

  private void addKey(Path file, Optional<Secret> passphrase) throws HostException {
    try {
      jsch.addIdentity(file.toString());
    } catch (JSchException e) {
      throw keyProblem(file, "check that the file exists and is a private key", e);
    }
    Identity key = jsch.getIdentityRepository().getIdentities().lastElement();
    if (key.isEncrypted()) {
      unlock(key, file, passphrase);
    }
    methods.add("publickey");
    keys.add("key " + file);
  }

  private void unlock(Identity key, Path file, Optional<Secret> passphrase) throws HostException {
    JSchException cause = null;
    try {
      if (passphrase.isPresent() && key.setPassphrase(passphrase.get().reveal())) {
        return;
      }
    } catch (JSchException e) {
      cause = e;
    }
    jsch.getIdentityRepository().remove(key.getPublicKeyBlob());
    throw keyProblem(
        file,
        passphrase.isPresent()
            ? "the passphrase is wrong (SEALER_KEY_PASSPHRASE)"
            : "the key is encrypted: give its passphrase (SEALER_KEY_PASSPHRASE)",
        cause);
  }

  private HostException keyProblem(Path file, String hint, @Nullable JSchException cause) {
    return new HostException.AuthenticationFailed(
        host, target.user(), List.of("key " + file + " (not usable)"), hint, cause);
  }

  private HostException failure(Throwable e) {
    if (guard.refusal().isPresent()) {
      return guard.refusal().get();
    }
    return LoginFailure.explain(target, tried(), e);
  }

  private List<String> tried() {
    var tried = new ArrayList<>(keys);
    tried.addAll(answers.used());
    return tried;
  }
}
