package io.sealer.node.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sealer.node.exchange.Peers;
import io.sealer.oci.json.JsonOut;
import java.io.IOException;
import java.io.OutputStream;

/** {@code GET /healthz}: that the agent answers, how many names it knows, how its peers are. */
final class HealthHandler implements HttpHandler {
  private final NameBook names;
  private final Peers peers;

  HealthHandler(NameBook names, Peers peers) {
    this.names = names;
    this.peers = peers;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    int count = names.size();
    byte[] body =
        JsonOut.object(
            out ->
                out.text("status", "ok")
                    .number("names", count)
                    .objects(
                        "peers",
                        peers.health(),
                        (o, peer) ->
                            o.text("name", peer.name())
                                .text("health", peer.healthy() ? "ok" : "failed lately")));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(200, head ? -1 : body.length);
    if (!head) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
