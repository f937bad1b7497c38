package io.sealer.oci.registry.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/**
 * Sends requests, one exchange each, over connections that are kept for the next. Follows no
 * redirect and repeats nothing, except that a kept connection which the server has closed meanwhile
 * is replaced. Thread-safe; from virtual threads an interrupt breaks a running exchange off.
 */
public final class HttpTransport implements AutoCloseable {
  private final Tls tls;
  private final Timeouts timeouts;
  private final Proxies proxies;
  private final Pool pool = new Pool();

  /** A transport that makes TLS connections as {@code tls} says. */
  public HttpTransport(Tls tls, Timeouts timeouts, Proxies proxies) {
    this.tls = tls;
    this.timeouts = timeouts;
    this.proxies = proxies;
  }

  /**
   * Sends a request and reads the head of the answer.
   *
   * @throws ConnectFailure when no connection could be made
   * @throws SourceException when the body could not be read here
   */
  public Response send(Request request) throws IOException {
    Route route = Route.to(request.uri(), proxies);
    Optional<Connection> kept = pool.take(route);
    if (kept.isPresent()) {
      try {
        return kept.get().exchange(request, pool::give);
      } catch (IOException e) {
        kept.get().close();
        if (!mayBeStale(kept.get(), e)) {
          throw e;
        }
        pool.forget(route);
      }
    }
    return sendFresh(request, route);
  }

  private static boolean mayBeStale(Connection connection, IOException failure) {
    return !connection.answering()
        && !(failure instanceof InterruptedIOException)
        && !(failure instanceof SourceException)
        && !Thread.currentThread().isInterrupted();
  }

  private Response sendFresh(Request request, Route route) throws IOException {
    Connection connection = connect(route);
    try {
      return connection.exchange(request, pool::give);
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Connection connect(Route route) throws IOException {
    var plain = new Socket(java.net.Proxy.NO_PROXY);
    try {
      reach(plain, route);
      plain.setOption(StandardSocketOptions.TCP_NODELAY, true);
      plain.setSoTimeout(timeouts.idleMillis());
      if (!route.tls()) {
        return new Connection(plain, plain, route, timeouts);
      }
      if (route.proxy().isPresent()) {
        tunnel(plain, route);
      }
      SSLSocket secure = tls.over(plain, route.host(), route.port());
      secure.startHandshake();
      return new Connection(plain, secure, route, timeouts);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private void reach(Socket socket, Route route) throws IOException {
    InetSocketAddress address = route.address();
    String via = route.proxy().map(p -> " (proxy " + p + ")").orElse("");
    if (address.isUnresolved()) {
      String name = address.getHostString();
      throw new ConnectFailure("unknown host " + name + via, new IOException("not found: " + name));
    }
    try {
      socket.connect(address, timeouts.connectMillis());
    } catch (SocketTimeoutException e) {
      throw new ConnectFailure(
          "no connection within " + timeouts.connect().toSeconds() + " s" + via, e);
    } catch (IOException e) {
      throw new ConnectFailure(e.getMessage() + via, e);
    }
  }

  private static void tunnel(Socket plain, Route route) throws IOException {
    plain.getOutputStream().write(RequestHead.connect(route).getBytes(StandardCharsets.ISO_8859_1));
    // Unbuffered: what follows the empty line already belongs to TLS.
    var head = ResponseHead.read(plain.getInputStream(), () -> {});
    if (head.status() / 100 != 2) {
      var why = new IOException("CONNECT answered " + head.status());
      throw new ConnectFailure(
          "the proxy refuses with HTTP " + head.status() + " (proxy " + route.proxy().get() + ")",
          why);
    }
  }

  /** Closes the connections that are not in use. */
  @Override
  public void close() {
    pool.close();
  }
}
