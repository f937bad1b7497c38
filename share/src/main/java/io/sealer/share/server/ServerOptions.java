package io.sealer.share.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a registry server listens.
 *
 * @param host address or name of an interface of this machine
 * @param port 0 to 65535; 0 takes a free one
 * @param tls certificate and key; plain http without
 * @param users file of {@code htpasswd -B}; without, everybody may do everything
 * @param open allows to listen without users on more than loopback
 * @param connections most connections at once
 */
public record ServerOptions(
    String host, int port, Optional<Tls> tls, Optional<Path> users, boolean open, int connections) {
  private static final int CONNECTIONS = 1024;

  /**
   * PEM files.
   *
   * @param certificate the server's certificate, then those of the authorities between
   * @param key its private key in PKCS #8 form, readable by its owner alone
   */
  public record Tls(Path certificate, Path key) {}

  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is a number up to 65535, not " + port);
    }
  }

  /** Plain http on this address, for everybody who reaches it. */
  public static ServerOptions plain(String host, int port) {
    return new ServerOptions(host, port, Optional.empty(), Optional.empty(), false, CONNECTIONS);
  }

  public ServerOptions withTls(Path certificate, Path key) {
    var files = Optional.of(new Tls(certificate, key));
    return new ServerOptions(host, port, files, users, open, connections);
  }

  public ServerOptions withUsers(Path htpasswd) {
    return new ServerOptions(host, port, tls, Optional.of(htpasswd), open, connections);
  }

  /** Lets everybody who reaches the address do everything. */
  public ServerOptions withoutUsers() {
    return new ServerOptions(host, port, tls, Optional.empty(), true, connections);
  }

  public ServerOptions withConnections(int most) {
    return new ServerOptions(host, port, tls, users, open, most);
  }
}
