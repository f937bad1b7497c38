package io.sealer.share.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a registry server listens.
 *
 * @param host address or name of an interface of this machine
 * @param port 0 to 65535; 0 takes a free one
 * @param tls certificate and key; plain http without
 */
public record ServerOptions(String host, int port, Optional<Tls> tls) {
  /**
   * PEM files.
   *
   * @param certificate the server's certificate, then those of the authorities between
   * @param key its private key in PKCS #8 form, readable by its owner alone
   */
  public record Tls(Path certificate, Path key) {}

  /** Plain http on this address. */
  public static ServerOptions plain(String host, int port) {
    return new ServerOptions(host, port, Optional.empty());
  }

  public ServerOptions withTls(Path certificate, Path key) {
    return new ServerOptions(host, port, Optional.of(new Tls(certificate, key)));
  }
}
