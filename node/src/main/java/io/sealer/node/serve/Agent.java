package io.sealer.node.serve;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.node.exchange.AgentTls;
import io.sealer.node.exchange.Peers;
import io.sealer.oci.OciException;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.flight.Flights;
import io.sealer.share.serve.Access;
import io.sealer.share.serve.DistributionHandler;
import io.sealer.share.serve.HttpLimits;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The running agent. Closing it ends what is being sent within ten seconds. */
public final class Agent implements AutoCloseable {
  private static final int CONNECTIONS = 256;
  private static final int BACKLOG = 256;
  private static final int PATIENCE_SECONDS = 10;
  private static final int FETCHES = 4;

  private final Phaser busy = new Phaser(1); // the agent itself, and each request
  private final IdleMemory memory = new IdleMemory();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final DiskStore store;
  private final LiveConfig config;
  private final AgentLog log;
  private final HttpServer mirror;
  private final Optional<HttpsServer> exchange;

  private Agent(DiskStore store, LiveConfig config, AgentLog log) throws IOException {
    this.store = store;
    this.config = config;
    this.log = log;
    AgentConfig first = config.get();
    var tls = new AgentTls(config);
    if (first.identity().isPresent()) {
      tls.load(); // unusable certificates are told now, not by the first client
    }
    var names = new NameBook(store.pins(), () -> config.get().ownNames());
    var peers = new Peers(config, tls);
    var flights = new Flights(() -> fresh(store.directory()), FETCHES, this::fetched);
    var runtime = new RuntimeContent(first.runtimeContent(), log);
    mirror = bound(HttpServer.create(), first.mirror());
    try {
      exchange = first.exchange().isEmpty() ? Optional.empty() : Optional.of(listen(tls));
    } catch (IOException e) {
      mirror.stop(0);
      throw e;
    }
    start(mirror, handler(new MirrorContent(store, names, peers, flights, runtime)));
    mirror.createContext("/healthz", new HealthHandler(names, peers));
    exchange.ifPresent(server -> start(server, handler(new OwnContent(store, names))));
  }

  /**
   * Starts listening.
   *
   * @throws OciException when the store, the certificates or an address cannot be used
   */
  public static Agent start(LiveConfig config, AgentLog log) throws IOException {
    HttpLimits.apply(CONNECTIONS);
    AgentConfig first = config.get();
    DiskStore store = DiskStore.open(first.store());
    try {
      var agent = new Agent(store, config, log);
      log.info(
          "mirror on http://%s%s"
              .formatted(
                  first.mirror(),
                  first.exchange().map(e -> ", exchange on https://" + e).orElse("")));
      return agent;
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  /** Open only while something arrives, so that what has come can be pruned later. */
  private static Flights.Open fresh(Path directory) throws IOException {
    DiskStore open = DiskStore.open(directory);
    return new Flights.Open(open, open::close);
  }

  private HttpsServer listen(AgentTls tls) throws IOException {
    HttpsServer server = bound(HttpsServer.create(), config.get().exchange().orElseThrow());
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            parameters.setSSLParameters(tls.parameters());
          }
        });
    return server;
  }

  private static <T extends HttpServer> T bound(T server, Endpoint to) throws IOException {
    try {
      server.bind(new InetSocketAddress(InetAddress.getByName(to.address()), to.port()), BACKLOG);
      return server;
    } catch (BindException e) {
      throw new OciException(
          "cannot listen on " + to + ": " + e.getMessage(),
          "'ss -ltnp' shows who listens there; the address must be one of this host",
          e);
    }
  }

  private void start(HttpServer server, HttpHandler handler) {
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
  }

  private HttpHandler handler(ServedContent content) {
    var handler = new DistributionHandler(content, this::answered);
    return request -> {
      busy.register();
      try {
        handler.handle(request);
      } finally {
        busy.arriveAndDeregister();
        memory.worked();
      }
    };
  }

  private void answered(Access access) {
    if (access.status() >= 500 || (access.status() < 400 && access.failure().isPresent())) {
      log.warn(access.toString());
    } else if (config.get().accessLog()) {
      log.info(access.toString());
    }
  }

  private void fetched(String line) {
    if (config.get().accessLog()) {
      log.info(line);
    }
  }

  @Override
  public void close() {
    awaitAnswers();
    mirror.stop(0); // with a delay it would wait for clients that are gone
    exchange.ifPresent(server -> server.stop(0));
    memory.close();
    threads.shutdownNow();
    threads.close();
    try {
      store.close();
    } catch (IOException e) {
      log.warn("the store was not closed well: " + e.getMessage());
    }
  }

  private void awaitAnswers() {
    try {
      busy.awaitAdvanceInterruptibly(busy.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      log.warn("stopped while answers were being sent");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
