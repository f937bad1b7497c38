package io.sealer.share.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sealer.oci.OciException;
import io.sealer.share.serve.Access;
import io.sealer.share.serve.DistributionHandler;
import io.sealer.share.serve.HttpLimits;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A registry that listens (distribution-spec 1.1). What it gives is a {@link ServedContent}: a
 * {@link io.sealer.share.registry.RegistryData} alone, or something that asks it first and
 * elsewhere then. A pull-through cache is plugged in where the server is started (command {@code
 * registry serve}): wrap the data directory's content and pass the wrapper here. Thread-safe.
 */
public final class RegistryServer implements AutoCloseable {
  private static final int CONNECTIONS = 1024;
  private static final int BACKLOG = 512;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RegistryServer(HttpServer server, ServedContent content, Access.Log log) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", new DistributionHandler(content, log));
    server.start();
  }

  /**
   * Starts listening.
   *
   * @param content what is served; not closed with the server
   * @throws OciException when the address or the certificate cannot be used
   */
  public static RegistryServer start(ServerOptions options, ServedContent content, Access.Log log)
      throws IOException {
    HttpLimits.apply(CONNECTIONS);
    HttpServer server;
    if (options.tls().isPresent()) {
      HttpsServer https = HttpsServer.create();
      https.setHttpsConfigurator(new HttpsConfigurator(ServerTls.context(options.tls().get())));
      server = https;
    } else {
      server = HttpServer.create();
    }
    try {
      server.bind(
          new InetSocketAddress(InetAddress.getByName(options.host()), options.port()), BACKLOG);
    } catch (BindException e) {
      throw new OciException(
          "cannot listen on " + options.host() + ":" + options.port() + ": " + e.getMessage(),
          "'ss -ltnp' shows who listens there; the address must be one of this machine",
          e);
    }
    return new RegistryServer(server, content, log);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
