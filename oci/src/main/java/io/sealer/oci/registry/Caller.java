package io.sealer.oci.registry;

import io.sealer.oci.registry.http.Request;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Sends a request as whoever is logged in, and turns unwanted answers into errors. */
final class Caller {
  private final Wire wire;
  private final Authorizer authorizer;

  Caller(Wire wire, CredentialSource credentials) {
    this.wire = wire;
    this.authorizer = new Authorizer(credentials, wire);
  }

  Wire wire() {
    return wire;
  }

  /** How one request is sent. */
  @FunctionalInterface
  private interface Sending {
    Reply send(Operation operation, Request request, Optional<String> authorization)
        throws IOException;
  }

  /**
   * Sends, again if that may help, until one of these statuses is answered.
   *
   * @throws RegistryException for any other answer
   */
  Reply call(Operation operation, Request request, Set<Integer> wanted) throws IOException {
    return check(operation, authorized(operation, request, wire::send), wanted);
  }

  /** Sends once; for what must start anew from further back when it fails. */
  Reply callOnce(Operation operation, Request request, Set<Integer> wanted) throws IOException {
    return check(operation, authorized(operation, request, wire::once), wanted);
  }

  /** Lets wanted answers through; closes the others and throws what they mean. */
  static Reply check(Operation operation, Reply reply, Set<Integer> wanted)
      throws RegistryException {
    if (wanted.contains(reply.status())) {
      return reply;
    }
    try (reply) {
      throw Failures.of(operation, reply.uri(), reply.response());
    }
  }

  private Reply authorized(Operation operation, Request request, Sending sending)
      throws IOException {
    Optional<String> shown = authorizer.first(operation);
    Reply reply = sending.send(operation, request, shown);
    if (reply.status() != 401 || !operation.endpoint().owns(reply.uri())) {
      return reply;
    }
    Optional<String> other = another(operation, reply, shown);
    if (other.isEmpty()) {
      return reply;
    }
    reply.close();
    return sending.send(operation, request, other);
  }

  private Optional<String> another(Operation operation, Reply reply, Optional<String> shown)
      throws IOException {
    try {
      var offered = Challenge.parse(reply.response().headers().all("WWW-Authenticate"));
      return authorizer.next(operation, reply.uri(), offered, shown);
    } catch (IOException e) {
      reply.close();
      throw e;
    }
  }
}
