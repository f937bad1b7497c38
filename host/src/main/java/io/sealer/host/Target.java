package io.sealer.host;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A machine to reach, and how.
 *
 * @param address host name, IPv4 or IPv6 address (without brackets)
 * @param port ssh port, 1 to 65535
 * @param user login name
 * @param auth ways to log in, tried in this order
 * @param sudo whether a user other than root becomes root with sudo
 * @param sudoPassword what sudo asks for; empty when it asks for nothing
 * @param connectTimeout longest time for the connection and the login, each
 * @param local whether commands run on this machine, without ssh, when the address is one of its
 *     own: not behind a bastion, and on loopback not with another port than {@value #SSH_PORT}
 * @param jump a machine to go through (a bastion), which may have one of its own
 */
public record Target(
    String address,
    int port,
    String user,
    List<Auth> auth,
    boolean sudo,
    Optional<Secret> sudoPassword,
    Duration connectTimeout,
    boolean local,
    Optional<Target> jump) {
  public static final int SSH_PORT = 22;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  public Target {
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    if (address.isBlank() || address.startsWith("-")) {
      throw new IllegalArgumentException("not a host address: '" + address + "'");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("ssh port must be 1 to 65535, got " + port);
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connect timeout must be positive");
    }
    auth = List.copyOf(auth);
  }

  /** A machine that is reached directly. */
  public Target(
      String address,
      int port,
      String user,
      List<Auth> auth,
      boolean sudo,
      Optional<Secret> sudoPassword,
      Duration connectTimeout,
      boolean local) {
    this(address, port, user, auth, sudo, sudoPassword, connectTimeout, local, Optional.empty());
  }

  /** root on port 22 with the default keys, no sudo, ten seconds to connect, always over ssh. */
  public static Target of(String address) {
    return new Target(
        address,
        SSH_PORT,
        "root",
        List.of(Auth.DefaultKeys.plain()),
        false,
        Optional.empty(),
        CONNECT_TIMEOUT,
        false,
        Optional.empty());
  }

  public Target withPort(int value) {
    return new Target(address, value, user, auth, sudo, sudoPassword, connectTimeout, local, jump);
  }

  public Target withUser(String value) {
    return new Target(address, port, value, auth, sudo, sudoPassword, connectTimeout, local, jump);
  }

  public Target withAuth(Auth... values) {
    return new Target(
        address, port, user, List.of(values), sudo, sudoPassword, connectTimeout, local, jump);
  }

  /** The same with sudo that asks for no password. */
  public Target withSudo() {
    return new Target(
        address, port, user, auth, true, Optional.empty(), connectTimeout, local, jump);
  }

  /** The same with sudo that may ask for this password. */
  public Target withSudo(Secret password) {
    return new Target(
        address, port, user, auth, true, Optional.of(password), connectTimeout, local, jump);
  }

  public Target withConnectTimeout(Duration value) {
    return new Target(address, port, user, auth, sudo, sudoPassword, value, local, jump);
  }

  /** The same, reached without ssh when the address is one of this machine's own. */
  public Target withLocal() {
    return new Target(address, port, user, auth, sudo, sudoPassword, connectTimeout, true, jump);
  }

  /** The same, reached through another machine. */
  public Target withJump(Target through) {
    return new Target(
        address, port, user, auth, sudo, sudoPassword, connectTimeout, local, Optional.of(through));
  }

  /** The address as people write it: with brackets and port where they are needed. */
  public String display() {
    if (port == SSH_PORT) {
      return address;
    }
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
