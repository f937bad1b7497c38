package io.sealer.host;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Connections with machines that others are reached through: one for each bastion, however many
 * machines lie behind it, closed with the last of them. Thread-safe.
 */
final class Bastions {
  private final KnownHosts knownHosts;
  private final Map<String, Bastion> open = new HashMap<>();

  Bastions(KnownHosts knownHosts) {
    this.knownHosts = knownHosts;
  }

  /** A bastion in use. */
  private static final class Bastion {
    private final Session session;
    private final Runnable whenClosed;
    private int users = 1;

    Bastion(Session session, Runnable whenClosed) {
      this.session = session;
      this.whenClosed = whenClosed;
    }
  }

  /** Logs in to a target, through its bastion if it has one. */
  Link connect(Target target) throws HostException {
    if (target.jump().isEmpty()) {
      return new SshLogin(target, knownHosts).connect();
    }
    Target jump = target.jump().get();
    Session through = enter(jump);
    try {
      Link link = behind(target, jump, through);
      return new LinkBehind(link, () -> leave(jump));
    } catch (HostException | RuntimeException e) {
      leave(jump);
      throw e;
    }
  }

  /** The port on loopback is open only until the connection stands. */
  private Link behind(Target target, Target jump, Session through) throws HostException {
    int port = forward(target, jump, through);
    try {
      var via = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return new SshLogin(target, knownHosts, Optional.of(via)).connect();
    } finally {
      stop(through, port);
    }
  }

  private static int forward(Target target, Target jump, Session through) throws HostException {
    try {
      return through.setPortForwardingL("127.0.0.1", 0, target.address(), target.port());
    } catch (JSchException e) {
      throw new HostException.Unreachable(
          target.display(),
          "the bastion " + jump.display() + " opens no way: " + e.getMessage(),
          "allow AllowTcpForwarding in the bastion's sshd_config",
          e);
    }
  }

  private static void stop(Session through, int port) {
    try {
      through.delPortForwardingL("127.0.0.1", port);
    } catch (JSchException e) {
      // The bastion's connection is gone, and the port with it.
    }
  }

  private synchronized Session enter(Target jump) throws HostException {
    Bastion known = open.get(key(jump));
    if (known != null && known.session.isConnected()) {
      known.users++;
      return known.session;
    }
    Bastion fresh = login(jump);
    open.put(key(jump), fresh);
    return fresh.session;
  }

  private Bastion login(Target jump) throws HostException {
    if (jump.jump().isEmpty()) {
      return new Bastion(new SshLogin(jump, knownHosts).open(), () -> {});
    }
    Target before = jump.jump().get();
    Session through = enter(before);
    int port = forward(jump, before, through);
    try {
      var via = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      Session session = new SshLogin(jump, knownHosts, Optional.of(via)).open();
      return new Bastion(session, () -> leave(before));
    } catch (HostException | RuntimeException e) {
      leave(before);
      throw e;
    } finally {
      stop(through, port);
    }
  }

  private synchronized void leave(Target jump) {
    Bastion bastion = open.get(key(jump));
    if (bastion != null && --bastion.users == 0) {
      open.remove(key(jump));
      bastion.session.disconnect();
      bastion.whenClosed.run();
    }
  }

  private static String key(Target jump) {
    return jump.user() + "@" + jump.display() + jump.jump().map(j -> "," + key(j)).orElse("");
  }

  /** A connection that lets its bastion go when it is closed. */
  private static final class LinkBehind implements Link {
    private final Link link;
    private final Runnable whenClosed;
    private boolean closed;

    LinkBehind(Link link, Runnable whenClosed) {
      this.link = link;
      this.whenClosed = whenClosed;
    }

    @Override
    public Wire start(String line, Inbox inbox) throws IOException {
      return link.start(line, inbox);
    }

    @Override
    public boolean alive() {
      return link.alive();
    }

    @Override
    public synchronized void close() {
      link.close();
      if (!closed) {
        closed = true;
        whenClosed.run();
      }
    }
  }
}
