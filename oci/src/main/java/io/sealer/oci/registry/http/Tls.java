package io.sealer.oci.registry.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** Turns a connected socket into one that speaks TLS. Thread-safe. */
@FunctionalInterface
public interface Tls {
  /**
   * Makes the TLS socket; the handshake has not yet been done. Closing it closes the plain one.
   *
   * @param host name or address, IPv6 without brackets
   */
  SSLSocket over(Socket plain, String host, int port) throws IOException;
}
