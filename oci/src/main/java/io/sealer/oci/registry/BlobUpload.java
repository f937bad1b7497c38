package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.Body;
import io.sealer.oci.registry.http.Request;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Sends one blob: in one piece, or in chunks where the registry (or a proxy in front of it) refuses
 * large requests. What breaks starts again with a fresh stream (OCI distribution specification,
 * "Pushing blobs").
 */
final class BlobUpload {
  private static final long CHUNK = 16 << 20;
  private static final Set<Integer> CREATED = Set.of(201, 204);

  private final Caller caller;
  private final Operation operation;
  private final Reference repository;
  private final Descriptor blob;
  private final ContentStore.Source source;
  private final SentContent content;
  private boolean inChunks;

  BlobUpload(
      Caller caller,
      Operation operation,
      Reference repository,
      Descriptor blob,
      ContentStore.Source source,
      Progress progress) {
    this.caller = caller;
    this.operation = operation;
    this.repository = repository;
    this.blob = blob;
    this.source = source;
    this.content = new SentContent(source, progress, blob.digest().abbreviated());
  }

  /** Sends in chunks from the beginning. */
  BlobUpload inChunks() {
    inChunks = true;
    return this;
  }

  /** An upload that the registry has begun. */
  private record Session(URI location, long chunk) {}

  /**
   * Asks the registry to take the blob from another of its repositories; false when it does not.
   */
  boolean mounted(String from) throws IOException {
    String query = "?mount=" + blob.digest() + "&from=" + from;
    Operation both = operation.withScope(Operation.scope(from, "pull"));
    URI uri = operation.endpoint().api(repository.repository() + "/blobs/uploads/" + query);
    try (Reply reply = caller.call(both, Request.of("POST", uri), Set.of(201, 202))) {
      if (reply.status() == 202) {
        abandon(session(reply));
      }
      return reply.status() == 201;
    }
  }

  private void abandon(Session session) throws IOException {
    // 404 and 405: the registry forgets sessions by itself.
    Request request = Request.of("DELETE", session.location());
    caller.call(operation, request, Set.of(200, 202, 204, 404, 405)).close();
  }

  /** Sends the blob, as often as it takes. */
  void send() throws IOException {
    for (int failures = 1; ; failures++) {
      Duration pause;
      Session session = begin();
      try {
        transfer(session);
        return;
      } catch (IOException e) {
        pause = orGiveUp(session, e, failures);
      }
      RetryPolicy.await(pause);
    }
  }

  private Session begin() throws IOException {
    URI uri = operation.endpoint().api(repository.repository() + "/blobs/uploads/");
    try (Reply reply = caller.call(operation, Request.of("POST", uri), Set.of(202))) {
      return session(reply);
    }
  }

  private Session session(Reply reply) throws IOException {
    Optional<String> location = reply.response().headers().first("Location");
    if (location.isEmpty()) {
      throw Failures.protocol(operation, reply.uri(), "the registry names no place to upload to");
    }
    long least = reply.response().headers().number("OCI-Chunk-Min-Length").orElse(0);
    return new Session(
        caller.wire().resolve(operation, reply.uri(), location.get()), Math.max(CHUNK, least));
  }

  private void transfer(Session session) throws IOException {
    Session last = inChunks ? chunks(session) : session;
    Request request = Request.of("PUT", closing(last.location()));
    if (!inChunks) {
      request = withContent(request, 0, blob.size());
    }
    caller.callOnce(operation, request, CREATED).close();
  }

  private Session chunks(Session first) throws IOException {
    Session session = first;
    for (long at = 0; at < blob.size(); at += session.chunk()) {
      long length = Math.min(session.chunk(), blob.size() - at);
      Request request =
          withContent(Request.of("PATCH", session.location()), at, length)
              .withHeader("Content-Range", at + "-" + (at + length - 1));
      try (Reply reply = caller.callOnce(operation, request, Set.of(202))) {
        session = new Session(session(reply).location(), first.chunk());
      }
    }
    return session;
  }

  private Request withContent(Request request, long start, long length) {
    return request
        .withHeader("Content-Type", "application/octet-stream")
        .withBody(new Body(length, () -> content.from(start)));
  }

  private URI closing(URI location) {
    String sign = location.getRawQuery() == null ? "?" : "&";
    return URI.create(location + sign + "digest=" + blob.digest());
  }

  /** How long to wait before the next attempt; throws when there should be none. */
  private Duration orGiveUp(Session session, IOException e, int failures) throws IOException {
    Wire wire = caller.wire();
    if (!(e instanceof RegistryException known)) {
      if (wire.mayPass(session.location(), e, failures)) {
        return wire.retry().pause(failures);
      }
      throw wire.typed(operation, session.location(), e);
    }
    int status = known.failure().status().orElse(0);
    if (status == 413 && !inChunks) {
      inChunks = true;
      return Duration.ZERO;
    }
    if (status == 400) {
      checkLocal(known);
    }
    boolean sessionLost = status == 404 || status == 416;
    if (failures < wire.retry().attempts() && (sessionLost || Failures.isPassing(status))) {
      return pause(known, failures);
    }
    throw known;
  }

  private Duration pause(RegistryException e, int failures) {
    RetryPolicy retry = caller.wire().retry();
    Optional<Duration> asked =
        e instanceof RegistryException.RateLimited limited
            ? limited.retryAfter()
            : Optional.empty();
    return asked
        .filter(pause -> pause.compareTo(retry.longest()) <= 0)
        .orElseGet(() -> retry.pause(failures));
  }

  /** A registry that refuses the content may be right: then the local store is what is damaged. */
  private void checkLocal(RegistryException refusal) throws IOException {
    try (var in = new DigestInputStream(source.open(), Digest.sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      Digest found = Digest.ofHash(in.getMessageDigest().digest());
      if (!found.equals(blob.digest())) {
        var corrupt =
            new CorruptContentException(
                "blob " + blob.digest() + " in the local store is damaged: it is " + found);
        corrupt.addSuppressed(refusal);
        throw corrupt;
      }
    }
  }
}
