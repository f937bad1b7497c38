package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import io.sealer.oci.registry.http.ConnectFailure;
import io.sealer.oci.registry.http.HttpTransport;
import io.sealer.oci.registry.http.Request;
import io.sealer.oci.registry.http.Response;
import io.sealer.oci.registry.http.SourceException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Sends requests: follows redirects, and tries again what may pass. Thread-safe. */
final class Wire implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final int ATTEMPTS_FOR_STRANGERS = 3;

  private final HttpTransport transport;
  private final Hosts hosts;
  private final RetryPolicy retry;
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  Wire(HttpTransport transport, Hosts hosts, RetryPolicy retry) {
    this.transport = transport;
    this.hosts = hosts;
    this.retry = retry;
  }

  RetryPolicy retry() {
    return retry;
  }

  Hosts hosts() {
    return hosts;
  }

  /**
   * Sends until an answer comes that trying again would not change, whatever its status.
   *
   * @param authorization shown to the registry itself only, never to where it redirects
   */
  Reply send(Operation operation, Request request, Optional<String> authorization)
      throws IOException {
    for (int failures = 1; ; failures++) {
      Duration pause;
      try {
        Reply reply = once(operation, request, authorization);
        Optional<Duration> wait = again(reply, failures);
        if (wait.isEmpty()) {
          return reply;
        }
        reply.close();
        pause = wait.get();
      } catch (IOException e) {
        awaitNext(operation, request.uri(), e, failures);
        continue;
      }
      RetryPolicy.await(pause);
    }
  }

  /**
   * Waits before the next attempt after one that broke.
   *
   * @throws IOException the error that callers see when no attempt would help
   */
  void awaitNext(Operation operation, URI uri, IOException e, int failures) throws IOException {
    if (!mayPass(uri, e, failures)) {
      throw typed(operation, uri, e);
    }
    RetryPolicy.await(retry.pause(failures));
  }

  /** Sends once, following redirects. */
  Reply once(Operation operation, Request request, Optional<String> authorization)
      throws IOException {
    Request current = request;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      Response response = transport.send(authorized(operation, current, authorization));
      answered.add(current.uri().getAuthority());
      Optional<URI> next = redirect(operation, current, response);
      if (next.isEmpty()) {
        return new Reply(response, current.uri());
      }
      response.close();
      current = current.withUri(next.get());
    }
    throw Failures.protocol(operation, request.uri(), "redirected too often");
  }

  private static Request authorized(
      Operation operation, Request request, Optional<String> authorization) {
    Request named = request.withHeader("User-Agent", "sealer");
    return authorization
        .filter(_ -> operation.endpoint().owns(request.uri()))
        .map(value -> named.withHeader("Authorization", value))
        .orElse(named);
  }

  private Optional<URI> redirect(Operation operation, Request request, Response response)
      throws IOException {
    boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
    boolean moved =
        switch (response.status()) {
          case 301, 302, 303 -> safe;
          case 307, 308 -> true;
          default -> false;
        };
    Optional<String> location = response.headers().first("Location");
    return moved && location.isPresent()
        ? Optional.of(resolve(operation, request.uri(), location.get()))
        : Optional.empty();
  }

  /** The address that a header {@code Location} means; never leads from TLS to plain HTTP. */
  URI resolve(Operation operation, URI from, String location) throws IOException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw Failures.protocol(operation, from, "the header Location is not an address");
    }
    boolean downgrade = "https".equals(from.getScheme()) && "http".equals(to.getScheme());
    if (downgrade && String.valueOf(to.getHost()).equals(from.getHost())) {
      // A registry behind a proxy that ends TLS often does not know that it is spoken to over TLS.
      return from.resolve(
          to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery()));
    }
    if (downgrade && !hosts.scheme(to.getAuthority()).equals("http")) {
      throw Failures.protocol(operation, from, "redirected to plain HTTP at " + Failures.shown(to));
    }
    return to;
  }

  /** How long to wait before the next attempt; empty when this answer counts. */
  private Optional<Duration> again(Reply reply, int failures) {
    if (!Failures.isPassing(reply.status()) || failures >= retry.attempts()) {
      return Optional.empty();
    }
    Duration pause = RetryAfter.of(reply.response()).orElseGet(() -> retry.pause(failures));
    return Optional.of(pause).filter(wanted -> wanted.compareTo(retry.longest()) <= 0);
  }

  /** Whether another attempt may help; a host that never answered gets fewer. */
  boolean mayPass(URI uri, IOException e, int failures) {
    if (e instanceof OciException
        || e instanceof SourceException
        || isInterrupt(e)
        || isRefusedTls(e)) {
      return false;
    }
    boolean stranger = e instanceof ConnectFailure && !answered.contains(uri.getAuthority());
    return failures
        < (stranger ? Math.min(ATTEMPTS_FOR_STRANGERS, retry.attempts()) : retry.attempts());
  }

  /** The error that callers see. */
  IOException typed(Operation operation, URI uri, IOException e) {
    if (isInterrupt(e)) {
      var interrupted = new InterruptedIOException("interrupted: " + operation.what());
      interrupted.initCause(e);
      return interrupted;
    }
    if (e instanceof SourceException && e.getCause() instanceof OciException why) {
      return why;
    }
    boolean ours = e instanceof OciException || e instanceof SourceException;
    return ours ? e : Failures.of(operation, uri, e);
  }

  private static boolean isInterrupt(IOException e) {
    return Thread.currentThread().isInterrupted() && !(e instanceof OciException);
  }

  /** Whether the peer's TLS was looked at and found wrong; it will not be better next time. */
  static boolean isRefusedTls(IOException e) {
    if (e instanceof SSLHandshakeException) {
      return !(e.getCause() instanceof EOFException || e.getCause() instanceof SocketException);
    }
    return e instanceof SSLException && String.valueOf(e.getMessage()).contains("SSL message");
  }

  @Override
  public void close() {
    transport.close();
  }
}
