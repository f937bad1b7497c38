package io.sealer.share.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sealer.share.serve.Access;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Lets in who knows a password (RFC 7617). Thread-safe. */
final class Guard implements HttpHandler {
  private static final String SCHEME = "basic ";

  private final Htpasswd users;
  private final HttpHandler next;
  private final Access.Log log;

  Guard(Htpasswd users, HttpHandler next, Access.Log log) {
    this.users = users;
    this.next = next;
    this.log = log;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (isKnown(exchange)) {
      next.handle(exchange);
    } else {
      refuse(exchange);
    }
  }

  private boolean isKnown(HttpExchange exchange) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon > 0 && users.knows(text.substring(0, colon), text.substring(colon + 1));
    } catch (IllegalArgumentException notEncoded) {
      return false;
    }
  }

  private void refuse(HttpExchange exchange) throws IOException {
    long started = System.nanoTime();
    DistributionException told =
        ErrorCode.UNAUTHORIZED.because("this registry asks for a user name and a password");
    byte[] body = told.body();
    var headers = exchange.getResponseHeaders();
    headers.set("Www-Authenticate", "Basic realm=\"sealer registry\"");
    headers.set("Content-Type", "application/json");
    headers.set("Docker-Distribution-Api-Version", "registry/2.0");
    exchange.sendResponseHeaders(told.code().status(), body.length);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    try (OutputStream out = exchange.getResponseBody()) {
      if (!head) {
        out.write(body);
      }
    }
    log.answered(
        new Access(
            exchange.getRemoteAddress().getAddress().getHostAddress(),
            exchange.getRequestMethod(),
            Access.shown(exchange.getRequestURI()),
            told.code().status(),
            head ? 0 : body.length,
            (System.nanoTime() - started) / 1_000_000,
            Optional.of("not logged in")));
  }
}
