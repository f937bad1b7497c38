package io.sealer.share.serve;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.oci.Digest;
import io.sealer.oci.OciJson;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What changes a registry: uploads, manifests, deletion. */
final class Pushing {
  private final PushTarget target;

  Pushing(PushTarget target) {
    this.target = target;
  }

  void answer(Route route, HttpExchange exchange, Reply reply) throws IOException {
    String method = exchange.getRequestMethod();
    switch (route) {
      case Route.Uploads wanted when method.equals("POST") -> start(wanted, exchange, reply);
      case Route.Upload upload -> upload(upload, method, exchange, reply);
      case Route.TaggedManifest(var repository, var tag) when method.equals("PUT") ->
          put(repository, Optional.empty(), List.of(tag), exchange, reply);
      case Route.PinnedManifest(var repository, var digest, var tags) when method.equals("PUT") ->
          put(repository, Optional.of(digest), tags, exchange, reply);
      case Route.TaggedManifest(var repository, var tag) when method.equals("DELETE") -> {
        require(target.deleteTag(repository, tag), Missing.manifest(repository, tag));
        reply.send(202);
      }
      case Route.PinnedManifest(var repository, var digest, _) when method.equals("DELETE") -> {
        require(target.deleteManifest(repository, digest), Missing.manifest(repository, digest));
        reply.send(202);
      }
      case Route.Blob(var repository, var digest) when method.equals("DELETE") -> {
        require(target.deleteBlob(repository, digest), Missing.blob(digest));
        reply.send(202);
      }
      default -> throw unsupported(method);
    }
  }

  private static DistributionException unsupported(String method) {
    return ErrorCode.METHOD_UNSUPPORTED.because(method + " is not possible here");
  }

  private static void require(boolean there, DistributionException otherwise)
      throws DistributionException {
    if (!there) {
      throw otherwise;
    }
  }

  private void start(Route.Uploads wanted, HttpExchange exchange, Reply reply) throws IOException {
    Repository repository = wanted.repository();
    if (wanted.mount().isPresent()) {
      Route.Mount mount = wanted.mount().get();
      if (target.mount(repository, mount.digest(), mount.from())) {
        created(repository, mount.digest(), reply);
        return;
      }
    }
    String id = target.begin(repository);
    if (wanted.digest().isPresent()) {
      try {
        target.finish(repository, id, whole(exchange), wanted.digest().get());
      } catch (IOException e) {
        target.cancel(repository, id); // nobody was told its name
        throw e;
      }
      created(repository, wanted.digest().get(), reply);
    } else {
      state(repository, id, 0, reply);
      reply.send(202);
    }
  }

  private void upload(Route.Upload upload, String method, HttpExchange exchange, Reply reply)
      throws IOException {
    Repository repository = upload.repository();
    String id = upload.id();
    long received =
        target
            .received(repository, id)
            .orElseThrow(() -> ErrorCode.BLOB_UPLOAD_UNKNOWN.because("no upload " + id));
    switch (method) {
      case "GET", "HEAD" -> {
        state(repository, id, received, reply);
        reply.send(204);
      }
      case "DELETE" -> {
        target.cancel(repository, id);
        reply.send(204);
      }
      case "PATCH" ->
          guided(
              upload,
              reply,
              () -> {
                state(repository, id, target.append(repository, id, chunk(exchange)), reply);
                reply.send(202);
              });
      case "PUT" -> guided(upload, reply, () -> finish(upload, exchange, reply));
      default -> throw unsupported(method);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** An error tells where the upload is, so that the client can go on. */
  private void guided(Route.Upload upload, Reply reply, Step step) throws IOException {
    try {
      step.run();
    } catch (DistributionException e) {
      OptionalLong now = target.received(upload.repository(), upload.id());
      if (now.isPresent()) {
        state(upload.repository(), upload.id(), now.getAsLong(), reply);
      }
      throw e;
    }
  }

  private void finish(Route.Upload upload, HttpExchange exchange, Reply reply) throws IOException {
    Digest digest =
        upload
            .digest()
            .orElseThrow(
                () -> ErrorCode.DIGEST_INVALID.because("the last request needs parameter digest"));
    target.finish(upload.repository(), upload.id(), chunk(exchange), digest);
    created(upload.repository(), digest, reply);
  }

  private static PushTarget.Body whole(HttpExchange exchange) {
    return new PushTarget.Body(exchange.getRequestBody(), Optional.empty(), exchange::close);
  }

  private static PushTarget.Body chunk(HttpExchange exchange) throws DistributionException {
    var range = UploadRange.of(exchange.getRequestHeaders());
    return new PushTarget.Body(exchange.getRequestBody(), range, exchange::close);
  }

  private static void state(Repository repository, String id, long size, Reply reply) {
    reply.header("Location", "/v2/" + repository.path() + "/blobs/uploads/" + id);
    reply.header("Range", "0-" + Math.max(0, size - 1));
    reply.header("Docker-Upload-UUID", id);
  }

  private static void created(Repository repository, Digest digest, Reply reply)
      throws IOException {
    reply.header("Location", "/v2/" + repository.path() + "/blobs/" + digest);
    reply.header("Docker-Content-Digest", digest.toString());
    reply.send(201);
  }

  private void put(
      Repository repository,
      Optional<Digest> named,
      List<String> tags,
      HttpExchange exchange,
      Reply reply)
      throws IOException {
    byte[] content = exchange.getRequestBody().readNBytes(OciJson.LIMIT + 1);
    if (content.length > OciJson.LIMIT) {
      throw ErrorCode.MANIFEST_TOO_LARGE.because(
          "a manifest may have at most " + OciJson.LIMIT + " bytes");
    }
    Digest digest = named.orElseGet(() -> Digest.of(content));
    if (!Digest.ofHash(digest.newHash().digest(content)).equals(digest)) {
      throw ErrorCode.DIGEST_INVALID.because("the manifest has not the digest of its path");
    }
    String type =
        String.valueOf(
            exchange.getRequestHeaders().getOrDefault("Content-Type", List.of("")).getFirst());
    Optional<Digest> subject =
        target.putManifest(
            repository,
            digest,
            tags,
            type.replaceFirst("\\s*;.*", ""),
            content,
            Condition.of(exchange.getRequestHeaders()));
    subject.ifPresent(s -> reply.header("OCI-Subject", s.toString()));
    if (named.isPresent() && !tags.isEmpty()) {
      reply.header("OCI-Tag", String.join(", ", tags));
    }
    reply.header("Location", "/v2/" + repository.path() + "/manifests/" + digest);
    reply.header("Docker-Content-Digest", digest.toString());
    reply.send(201);
  }
}
