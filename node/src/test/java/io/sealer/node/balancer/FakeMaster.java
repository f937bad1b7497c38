package io.sealer.node.balancer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.node.exchange.AgentTls;
import io.sealer.node.serve.TestAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server as far as a balancer can see one. */
final class FakeMaster implements AutoCloseable {
  final Endpoint at;
  final AtomicInteger requests = new AtomicInteger();

  /** Connections that have asked something. */
  final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

  volatile int readiness = 200;

  /** Nobody is answered before this is open. */
  volatile CountDownLatch gate = new CountDownLatch(0);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AgentTls tls;
  private HttpsServer server;

  FakeMaster(Endpoint at, TestAuthority authority, Path directory, String... names)
      throws Exception {
    this.at = at;
    AgentConfig.Identity identity = authority.issue(directory, names);
    AgentConfig config = AgentConfig.defaults().withExchange(at, identity, List.of());
    this.tls = new AgentTls(() -> config);
    this.server = start();
  }

  private HttpsServer start() throws IOException {
    var made = HttpsServer.create(new InetSocketAddress(at.address(), at.port()), 100);
    made.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    made.setExecutor(threads);
    made.createContext("/", this::answer);
    made.start();
    return made;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      clients.add(exchange.getRemoteAddress());
      gate.await();
      String path = exchange.getRequestURI().getPath();
      boolean probe = path.equals("/readyz") || path.equals("/version");
      if (!probe) {
        requests.incrementAndGet();
      }
      byte[] body = at.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(path.equals("/readyz") ? readiness : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a killed process: connections are reset, the port is closed. */
  void kill() {
    server.stop(0);
  }

  void restart() throws IOException {
    server = start();
  }

  @Override
  public void close() {
    kill();
    threads.shutdownNow();
  }
}
