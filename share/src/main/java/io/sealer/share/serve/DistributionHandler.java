package io.sealer.share.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Answers what is asked below {@code /v2/} (distribution-spec 1.1): pull and lists from a {@link
 * ServedContent}, push and deletion into a {@link PushTarget} if there is one. Thread-safe; made
 * for virtual threads.
 */
public final class DistributionHandler implements HttpHandler {
  private final Pulling pulling;
  private final Optional<Pushing> pushing;
  private final Access.Log log;

  /** A registry that can only be read. */
  public DistributionHandler(ServedContent content, Access.Log log) {
    this(content, Optional.empty(), log);
  }

  /** A registry that takes content when there is a place for it. */
  public DistributionHandler(ServedContent content, Optional<PushTarget> target, Access.Log log) {
    this.pulling = new Pulling(content);
    this.pushing = target.map(Pushing::new);
    this.log = log;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long started = System.nanoTime();
    var reply = new Reply(exchange);
    Optional<String> failure = Optional.empty();
    try {
      answer(exchange, reply);
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(words(e));
      fail(exchange, reply, e);
    } finally {
      log.answered(reply.access(started, failure));
    }
  }

  private void answer(HttpExchange exchange, Reply reply) throws IOException {
    String method = exchange.getRequestMethod();
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (!reads && pushing.isEmpty()) {
      reply.header("Allow", "GET, HEAD");
      throw ErrorCode.METHOD_UNSUPPORTED.because("this registry is read-only");
    }
    var uri = exchange.getRequestURI();
    Route route = Route.parse(uri.getPath(), Optional.ofNullable(uri.getRawQuery()));
    try {
      if (reads && !(route instanceof Route.Upload)) {
        pulling.answer(route, exchange, reply);
      } else {
        pushing
            .orElseThrow(() -> ErrorCode.METHOD_UNSUPPORTED.because("this registry is read-only"))
            .answer(route, exchange, reply);
      }
    } catch (DistributionException e) {
      if (e.code() == ErrorCode.METHOD_UNSUPPORTED) {
        reply.header("Allow", pushing.isEmpty() ? "" : route.methods());
      }
      throw e;
    }
  }

  private static void fail(HttpExchange exchange, Reply reply, Exception e) {
    try {
      if (!reply.begun()) {
        DistributionException told = toTell(e);
        for (String header : List.of("Docker-Content-Digest", "ETag", "Accept-Ranges")) {
          exchange.getResponseHeaders().remove(header);
        }
        reply.send(told.code().status(), "application/json", told.body());
        return;
      }
    } catch (IOException gone) {
      e.addSuppressed(gone);
    }
    exchange.close(); // cuts the connection: the client sees that the answer is not whole
  }

  private static DistributionException toTell(Exception e) {
    return switch (e) {
      case DistributionException told -> told;
      case OciException full when words(full).startsWith("the disk is full") ->
          ErrorCode.DISK_FULL.because("the registry's disk is full");
      case OciException known -> ErrorCode.UNKNOWN.because(words(known));
      default -> ErrorCode.UNKNOWN.because("the server failed; its log says more");
    };
  }

  private static String words(Exception e) {
    return e instanceof DistributionException || e instanceof OciException
        ? String.valueOf(e.getMessage())
        : e.toString();
  }
}
