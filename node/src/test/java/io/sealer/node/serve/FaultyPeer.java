package io.sealer.node.serve;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.node.exchange.AgentTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that has one blob and gives it away badly. */
final class FaultyPeer implements AutoCloseable {
  private final HttpsServer server;
  private final Endpoint at = TestHost.freeEndpoint();
  final AtomicInteger gets = new AtomicInteger();

  /**
   * @param given bytes that it gives
   * @param breakAt after how many bytes it closes the connection
   */
  FaultyPeer(Path directory, TestAuthority authority, byte[] given, int breakAt) throws Exception {
    AgentConfig own =
        AgentConfig.defaults().withExchange(at, authority.issue(directory, "127.0.0.1"), List.of());
    server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at.port()), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(new AgentTls(() -> own).context()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          boolean head = exchange.getRequestMethod().equals("HEAD");
          if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(given.length));
            exchange.sendResponseHeaders(200, -1);
            return;
          }
          gets.incrementAndGet();
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          exchange.sendResponseHeaders(from == 0 ? 200 : 206, given.length - from);
          exchange.getResponseBody().write(given, from, Math.max(0, breakAt - from));
          exchange.getResponseBody().flush();
          exchange.close();
        });
    server.start();
  }

  AgentConfig.Peer asPeer() {
    return new AgentConfig.Peer("faulty", at);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
  }
}
