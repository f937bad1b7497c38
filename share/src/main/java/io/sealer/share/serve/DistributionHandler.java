package io.sealer.share.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers {@code GET} and {@code HEAD} below {@code /v2/} (distribution-spec 1.1, end-1 to end-3).
 * Thread-safe; made for an executor of virtual threads.
 */
public final class DistributionHandler implements HttpHandler {
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final ServedContent content;
  private final Access.Log log;

  public DistributionHandler(ServedContent content, Access.Log log) {
    this.content = content;
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
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw ErrorCode.METHOD_UNSUPPORTED.because("this registry is read-only");
    }
    var uri = exchange.getRequestURI();
    Route route = Route.parse(uri.getPath(), Optional.ofNullable(uri.getRawQuery()));
    switch (route) {
      case Route.Ping() -> reply.send(200, "application/json", EMPTY_OBJECT);
      case Route.TaggedManifest(var repository, var tag) ->
          whole(reply, found(content.manifest(repository, tag), repository + ":" + tag));
      case Route.PinnedManifest(var repository, var digest) ->
          whole(reply, found(content.manifest(repository, digest), repository + "@" + digest));
      case Route.Blob(var repository, var digest) ->
          ranged(
              exchange,
              reply,
              content
                  .blob(repository, digest)
                  .orElseThrow(() -> ErrorCode.BLOB_UNKNOWN.because("no blob " + digest)));
    }
  }

  private static ServedContent.Found found(Optional<ServedContent.Found> manifest, String name)
      throws DistributionException {
    return manifest.orElseThrow(() -> ErrorCode.MANIFEST_UNKNOWN.because("no manifest " + name));
  }

  private static void whole(Reply reply, ServedContent.Found found) throws IOException {
    describe(reply, found.descriptor());
    reply.send(200, found, 0, found.descriptor().size());
  }

  private static void ranged(HttpExchange exchange, Reply reply, ServedContent.Found found)
      throws IOException {
    Descriptor is = found.descriptor();
    Optional<ByteRange> range;
    try {
      range = ByteRange.of(wantedRange(exchange, is), is.size());
    } catch (DistributionException e) {
      reply.header("Content-Range", "bytes */" + is.size());
      throw e;
    }
    describe(reply, is);
    reply.header("Accept-Ranges", "bytes");
    if (range.isEmpty()) {
      reply.send(200, found, 0, is.size());
    } else {
      reply.header("Content-Range", range.get().contentRange(is.size()));
      reply.send(206, found, range.get().first(), range.get().length());
    }
  }

  /** A range counts only for content that the client has seen (RFC 9110, If-Range). */
  private static Optional<String> wantedRange(HttpExchange exchange, Descriptor is) {
    String unless = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = unless == null || unless.equals(tag(is));
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).filter(_ -> same);
  }

  private static void describe(Reply reply, Descriptor is) {
    reply.header("Content-Type", is.mediaType());
    reply.header("Docker-Content-Digest", is.digest().toString());
    reply.header("ETag", tag(is));
  }

  private static String tag(Descriptor is) {
    return "\"" + is.digest() + "\"";
  }

  private static void fail(HttpExchange exchange, Reply reply, Exception e) {
    try {
      if (!reply.begun()) {
        DistributionException told = toTell(e);
        exchange.getResponseHeaders().remove("Docker-Content-Digest");
        exchange.getResponseHeaders().remove("ETag");
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
