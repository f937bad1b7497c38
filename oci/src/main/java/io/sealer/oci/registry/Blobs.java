package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.Headers;
import io.sealer.oci.registry.http.Request;
import java.io.IOException;
import java.net.URI;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finding and reading blobs (OCI distribution specification, "Pulling blobs"). */
final class Blobs {
  private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/(.+)");

  private final Caller caller;
  private final Function<Reference, Endpoint> endpoints;

  Blobs(Caller caller, Function<Reference, Endpoint> endpoints) {
    this.caller = caller;
    this.endpoints = endpoints;
  }

  /** Whether the repository has this blob, of this size. */
  boolean exists(Operation operation, Reference repository, Descriptor blob) throws IOException {
    Request request = request("HEAD", operation, repository, blob.digest());
    try (Reply reply = caller.call(operation, request, Set.of(200, 404))) {
      OptionalLong size = reply.response().headers().number("Content-Length");
      return reply.status() == 200 && (size.isEmpty() || size.getAsLong() == blob.size());
    }
  }

  /** Length of the blob; empty when the repository does not have it. */
  OptionalLong size(Reference repository, Digest digest) throws IOException {
    String what = "look for blob " + digest + " of " + repository;
    Operation operation = Operation.pull(endpoints.apply(repository), what, repository);
    Request request = request("HEAD", operation, repository, digest);
    try (Reply reply = caller.call(operation, request, Set.of(200, 404))) {
      OptionalLong size = reply.response().headers().number("Content-Length");
      if (reply.status() == 200 && size.isEmpty()) {
        throw Failures.protocol(operation, reply.uri(), "it is not said how long the blob is");
      }
      return reply.status() == 200 ? size : OptionalLong.empty();
    }
  }

  Operation reading(Reference repository, Descriptor blob) {
    String what = "get blob " + blob.digest() + " of " + repository;
    return Operation.pull(endpoints.apply(repository), what, repository);
  }

  /** Opens the blob at a position below its size, or at 0 if the registry cannot do better. */
  Blob open(Reference repository, Descriptor blob, long from) throws IOException {
    Operation operation = reading(repository, blob);
    Request request =
        request("GET", operation, repository, blob.digest())
            .withHeader("Accept-Encoding", "identity");
    if (from > 0) {
      request = request.withHeader("Range", "bytes=" + from + "-");
    }
    Reply reply = caller.call(operation, request, Set.of(200, 206));
    try {
      long start = reply.status() == 206 ? partial(operation, reply, blob, from) : 0;
      checkLength(operation, reply, blob.size() - start);
      return new Blob(reply, start);
    } catch (RegistryException e) {
      reply.close();
      throw e;
    }
  }

  private static long partial(Operation operation, Reply reply, Descriptor blob, long from)
      throws RegistryException {
    String range = reply.response().headers().first("Content-Range").orElse("");
    Matcher parts = RANGE.matcher(range);
    boolean fits =
        parts.matches()
            && Long.parseLong(parts.group(1)) == from
            && (parts.group(2).equals("*") || parts.group(2).equals("" + blob.size()));
    if (!fits) {
      throw Failures.protocol(
          operation,
          reply.uri(),
          "asked for bytes " + from + "- of " + blob.size() + ", got '" + range + "'");
    }
    return from;
  }

  private static void checkLength(Operation operation, Reply reply, long expected)
      throws RegistryException {
    Headers headers = reply.response().headers();
    String encoding = headers.first("Content-Encoding").orElse("identity");
    if (!encoding.equals("identity")) {
      throw Failures.protocol(operation, reply.uri(), "the blob comes encoded as " + encoding);
    }
    OptionalLong length = headers.number("Content-Length");
    if (length.isPresent() && length.getAsLong() != expected) {
      throw Failures.protocol(
          operation,
          reply.uri(),
          "the blob should have "
              + expected
              + " more bytes, the registry announces "
              + length.getAsLong());
    }
  }

  static Request request(String method, Operation operation, Reference repository, Digest digest) {
    URI uri = operation.endpoint().api(repository.repository() + "/blobs/" + digest);
    return Request.of(method, uri);
  }
}
