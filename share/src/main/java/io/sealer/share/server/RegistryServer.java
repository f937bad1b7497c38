package io.sealer.share.server;

import com.sun.net.httpserver.HttpHandler;
import io.sealer.oci.OciException;
import io.sealer.share.http.HttpListener;
import io.sealer.share.http.ListenerLimits;
import io.sealer.share.serve.Access;
import io.sealer.share.serve.DistributionHandler;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * A registry that listens (distribution-spec 1.1). What it gives is a {@link ServedContent}: a
 * {@link io.sealer.share.registry.RegistryData} alone, or something that asks it first and
 * elsewhere then. A pull-through cache is plugged in where the server is started (command {@code
 * registry serve}): wrap the data directory's content and pass the wrapper here. What it takes goes
 * into a {@link PushTarget}; without one it is read-only. Thread-safe.
 */
public final class RegistryServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final HttpListener listener;

  private RegistryServer(HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Starts listening, read-only.
   *
   * @param content what is served; not closed with the server
   * @throws OciException when the address, the certificate or the users cannot be used
   */
  public static RegistryServer start(ServerOptions options, ServedContent content, Access.Log log)
      throws IOException {
    return start(options, content, Optional.empty(), log);
  }

  /**
   * Starts listening.
   *
   * @param content what is served; not closed with the server
   * @param target what takes pushes
   * @throws OciException when the address, the certificate or the users cannot be used
   */
  public static RegistryServer start(
      ServerOptions options, ServedContent content, Optional<PushTarget> target, Access.Log log)
      throws IOException {
    InetSocketAddress at = address(options);
    requireUsersOrLoopback(options, at);
    Optional<SSLContext> tls = Optional.empty();
    if (options.tls().isPresent()) {
      tls = Optional.of(ServerTls.context(options.tls().get()));
    }
    var metrics = new Metrics();
    Access.Log both =
        access -> {
          metrics.answered(access);
          log.answered(access);
        };
    HttpHandler handler = metrics.counting(new DistributionHandler(content, target, both));
    if (options.users().isPresent()) {
      handler = new Guard(Htpasswd.load(options.users().get()), handler, both);
    }
    var limits = ListenerLimits.DEFAULT.withConnections(options.connections());
    try {
      HttpListener listener = HttpListener.open(at, tls, limits, handler);
      metrics.connections(listener::connections);
      return new RegistryServer(listener);
    } catch (BindException e) {
      throw new OciException(
          "cannot listen on " + options.host() + ":" + options.port() + ": " + e.getMessage(),
          "'ss -ltnp' shows who listens there; the address must be one of this machine",
          e);
    }
  }

  private static InetSocketAddress address(ServerOptions options) throws OciException {
    try {
      return new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
    } catch (UnknownHostException e) {
      throw new OciException(
          "there is no address " + options.host(), "give an address of this machine", e);
    }
  }

  private static void requireUsersOrLoopback(ServerOptions options, InetSocketAddress at)
      throws OciException {
    if (options.users().isEmpty() && !options.open() && !at.getAddress().isLoopbackAddress()) {
      throw new OciException(
          "refusing to listen on "
              + options.host()
              + " without users: everybody who reaches it could read and replace every image",
          "give --htpasswd FILE, listen on 127.0.0.1, or say --anonymous if that is what you want");
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() throws IOException {
    return listener.address();
  }

  /** Lets running requests end, for ten seconds at most, then ends all connections. */
  @Override
  public void close() throws IOException {
    try {
      listener.drain(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listener.close();
    }
  }
}
