package io.sealer.node.balancer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A kept connection with an API server for small questions (HTTP/1.1, RFC 9112). What Java brings
 * for this keeps no deadline over a whole answer and more memory than the agent may have. Each
 * server is asked twice a second for as long as a host lives, so an answer is read with little ado.
 */
final class ApiConnection {
  private static final int LONGEST_LINE = 8192;
  private static final int LARGEST_BODY = 1 << 16;
  private static final String HEADERS = "User-Agent: sealer-node\r\nAccept: */*\r\n\r\n";
  private static final String STATUS = "HTTP/1.1 ";
  private static final String LENGTH = "content-length:";

  private final SSLSocket socket;
  private final InputStream in;
  private final String host;
  private boolean awaiting;

  private ApiConnection(SSLSocket socket, String host) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 2048);
    this.host = host;
  }

  /** Connects; the certificate must be for the server's address. */
  static ApiConnection open(
      InetSocketAddress server, SSLSocketFactory tls, Duration connect, Duration handshake)
      throws IOException {
    String address = server.getAddress().getHostAddress();
    var plain = new Socket();
    try {
      plain.connect(server, (int) connect.toMillis());
      plain.setTcpNoDelay(true);
      plain.setSoTimeout((int) handshake.toMillis());
      var socket = (SSLSocket) tls.createSocket(plain, address, server.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      String host = address.contains(":") ? "[" + address + "]" : address;
      return new ApiConnection(socket, host);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** Asks, and awaits the answer as {@link #await} does. */
  int get(String path, Duration within) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + HEADERS;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    awaiting = true;
    return await(within);
  }

  /** Whether something was asked to which no word of an answer has come. */
  boolean isAwaiting() {
    return awaiting;
  }

  /**
   * Awaits the answer to what was asked; each read must be answered within the time.
   *
   * @return the status
   * @throws java.net.SocketTimeoutException nothing came; where {@link #isAwaiting} still holds,
   *     the same answer can be awaited once more
   */
  int await(Duration within) throws IOException {
    socket.setSoTimeout((int) within.toMillis());
    in.mark(1);
    in.read();
    in.reset();
    awaiting = false;
    int status = status(line());
    skipBody(length());
    return status;
  }

  private static int status(String line) throws IOException {
    int end = STATUS.length() + 3;
    if (line.startsWith(STATUS) && line.length() >= end) {
      try {
        return Integer.parseUnsignedInt(line, STATUS.length(), end, 10);
      } catch (NumberFormatException e) {
        throw new IOException("no HTTP answer: " + line, e);
      }
    }
    throw new IOException("no HTTP answer: " + line);
  }

  private long length() throws IOException {
    long length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Long.parseLong(line.substring(LENGTH.length()).strip());
      }
    }
    return length;
  }

  /** Whose end is not known in advance is not worth being read: the connection ends. */
  private void skipBody(long length) throws IOException {
    if (length < 0 || length > LARGEST_BODY) {
      close();
    } else {
      in.skipNBytes(length);
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " characters");
      }
    }
    return line.toString();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      assert !socket.isConnected() : e; // nothing can be lost: we only ask
    }
  }
}
