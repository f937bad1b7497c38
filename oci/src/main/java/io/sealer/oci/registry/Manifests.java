package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.Body;
import io.sealer.oci.registry.http.Request;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Manifests and indexes of one registry client (OCI distribution specification). */
final class Manifests {
  private static final String DIGEST = "Docker-Content-Digest";

  /** Answers to HEAD for which GET is asked: it may work, or says more. */
  private static final Set<Integer> HEADS = Set.of(200, 400, 404, 405, 501);

  private final Caller caller;
  private final Function<Reference, Endpoint> endpoints;

  Manifests(Caller caller, Function<Reference, Endpoint> endpoints) {
    this.caller = caller;
    this.endpoints = endpoints;
  }

  Descriptor resolve(Reference name) throws IOException {
    Operation operation = Operation.pull(endpoints.apply(name), "resolve " + name, name);
    try (Reply reply = caller.call(operation, request("HEAD", operation, name), HEADS)) {
      Optional<Descriptor> answer = described(reply);
      if (answer.isPresent()) {
        checkPinned(operation, reply.uri(), name, answer.get().digest());
        return answer.get();
      }
    }
    return get(operation, name).descriptor();
  }

  FetchedManifest get(Reference name) throws IOException {
    return get(Operation.pull(endpoints.apply(name), "get manifest of " + name, name), name);
  }

  private FetchedManifest get(Operation operation, Reference name) throws IOException {
    Request request = request("GET", operation, name);
    for (int failures = 1; ; failures++) {
      try {
        return read(operation, request, name);
      } catch (RegistryException e) {
        throw e;
      } catch (IOException e) {
        caller.wire().awaitNext(operation, request.uri(), e, failures);
      }
    }
  }

  private FetchedManifest read(Operation operation, Request request, Reference name)
      throws IOException {
    try (Reply reply = caller.call(operation, request, Set.of(200))) {
      byte[] content = reply.response().read(OciJson.LIMIT + 1);
      if (content.length > OciJson.LIMIT) {
        throw Failures.protocol(operation, reply.uri(), "the manifest is larger than 4 MiB");
      }
      Digest digest = Digest.of(content);
      checkPinned(operation, reply.uri(), name, digest);
      checkHeader(operation, reply, name, digest);
      return new FetchedManifest(Descriptor.of(type(operation, reply, content), content), content);
    }
  }

  /** What a name stands for, if the registry has it and says so without sending it. */
  Optional<Descriptor> find(Reference name) throws IOException {
    Operation operation = Operation.pull(endpoints.apply(name), "look for " + name, name);
    try (Reply reply = caller.call(operation, request("HEAD", operation, name), HEADS)) {
      return described(reply);
    }
  }

  /** Fetches what a descriptor promises. */
  byte[] get(Reference repository, Descriptor expected) throws IOException {
    Reference name = repository.pinnedTo(expected.digest());
    FetchedManifest fetched = get(name);
    Descriptor found = fetched.descriptor();
    if (found.size() != expected.size() || !found.mediaType().equals(expected.mediaType())) {
      Operation operation = Operation.pull(endpoints.apply(name), "get manifest of " + name, name);
      throw Failures.protocol(
          operation,
          request("GET", operation, name).uri(),
          "expected %s of %d bytes, the registry has %s of %d bytes"
              .formatted(expected.mediaType(), expected.size(), found.mediaType(), found.size()));
    }
    return fetched.content();
  }

  void put(Reference name, Descriptor descriptor, byte[] content) throws IOException {
    Operation operation = Operation.push(endpoints.apply(name), "put manifest " + name, name);
    Request request =
        request("PUT", operation, name)
            .withHeader("Content-Type", descriptor.mediaType())
            .withBody(Body.of(content));
    try (Reply reply = caller.call(operation, request, Set.of(200, 201, 202))) {
      checkHeader(operation, reply, name, descriptor.digest());
    }
  }

  void delete(Reference name, Digest digest) throws IOException {
    Operation operation =
        new Operation(
            endpoints.apply(name),
            "delete " + name,
            List.of(Operation.scope(name.repository(), "delete,pull")));
    Request request = request("DELETE", operation, name.pinnedTo(digest));
    try (Reply _ = caller.call(operation, request, Set.of(200, 202))) {
      return;
    }
  }

  private static Request request(String method, Operation operation, Reference name) {
    String path = name.repository() + "/manifests/" + name.selector();
    return Request.of(method, operation.endpoint().api(path))
        .withHeader("Accept", ManifestType.ACCEPT);
  }

  private static Optional<Descriptor> described(Reply reply) {
    var headers = reply.response().headers();
    String type = ManifestType.inHeader(headers.first("Content-Type"));
    OptionalLong size = headers.number("Content-Length");
    return reply.status() != 200 || !ManifestType.isKnown(type) || size.isEmpty()
        ? Optional.empty()
        : digest(reply).map(digest -> Descriptor.of(type, digest, size.getAsLong()));
  }

  private static Optional<Digest> digest(Reply reply) {
    // Registries may answer with another algorithm; the content is then fetched and hashed here.
    return reply
        .response()
        .headers()
        .first(DIGEST)
        .filter(text -> text.matches("sha256:[0-9a-f]{64}"))
        .map(Digest::parse);
  }

  private static void checkPinned(Operation operation, URI uri, Reference name, Digest found)
      throws RegistryException {
    if (name.digest().isPresent() && !name.digest().get().equals(found)) {
      throw Failures.protocol(operation, uri, "the registry answers with another digest: " + found);
    }
  }

  private static void checkHeader(Operation operation, Reply reply, Reference name, Digest found)
      throws RegistryException {
    Optional<Digest> said = digest(reply);
    if (said.isPresent() && !said.get().equals(found)) {
      throw Failures.protocol(
          operation,
          reply.uri(),
          "the registry says " + said.get() + " for " + name.selector() + ", it is " + found);
    }
  }

  private static String type(Operation operation, Reply reply, byte[] content)
      throws RegistryException {
    String announced = ManifestType.inHeader(reply.response().headers().first("Content-Type"));
    try {
      return ManifestType.of(announced, content);
    } catch (OciException e) {
      throw Failures.protocol(operation, reply.uri(), String.valueOf(e.getMessage()));
    }
  }
}
