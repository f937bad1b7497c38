package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Artifacts that speak of an image (OCI distribution specification, "Listing referrers"); where a
 * registry does not know them, they are listed in an index under the tag {@code sha256-HEX}
 * ("Referrers Tag Schema").
 */
final class Referrers {
  private static final Set<Integer> WANTED = Set.of(200, 400, 404, 405, 501);

  private final Caller caller;
  private final Manifests manifests;

  Referrers(Caller caller, Manifests manifests) {
    this.caller = caller;
    this.manifests = manifests;
  }

  /** All that there are. */
  List<Descriptor> of(Endpoint endpoint, Reference repository, Digest subject) throws IOException {
    Optional<Index> listed = listed(endpoint, repository, subject);
    return (listed.isPresent() ? listed.get() : tagged(repository, subject)).manifests();
  }

  /** Puts a manifest that speaks of a subject, and lists it where the registry does not do so. */
  void attach(
      Endpoint endpoint,
      Reference repository,
      Descriptor manifest,
      byte[] content,
      Descriptor subject)
      throws IOException {
    manifests.put(repository.pinnedTo(manifest.digest()), manifest, content);
    if (listed(endpoint, repository, subject.digest()).isPresent()) {
      return;
    }
    var all = new ArrayList<>(tagged(repository, subject.digest()).manifests());
    all.removeIf(other -> other.digest().equals(manifest.digest()));
    all.add(manifest);
    byte[] index = OciJson.write(Index.of(all, Map.of()));
    manifests.put(
        repository.withTag(tag(subject.digest())), Descriptor.of(MediaTypes.INDEX, index), index);
  }

  /** What the registry lists; empty when it does not know referrers. */
  private Optional<Index> listed(Endpoint endpoint, Reference repository, Digest subject)
      throws IOException {
    Operation operation =
        Operation.pull(endpoint, "list what speaks of " + repository.context(), repository);
    var all = new ArrayList<Descriptor>();
    var next = Optional.of(endpoint.api(repository.repository() + "/referrers/" + subject));
    for (int page = 0; next.isPresent() && page < NextPage.MOST; page++) {
      try (Reply reply = caller.call(operation, Request.of("GET", next.get()), WANTED)) {
        String type = reply.response().headers().first("Content-Type").orElse("");
        if (reply.status() != 200 || !type.startsWith(MediaTypes.INDEX)) {
          return Optional.empty();
        }
        all.addAll(parse(operation, reply).manifests());
        next = NextPage.of(caller, operation, reply);
      }
    }
    return Optional.of(Index.of(all, Map.of()));
  }

  private static Index parse(Operation operation, Reply reply) throws IOException {
    try {
      return OciJson.readIndex(reply.response().read(OciJson.LIMIT));
    } catch (RegistryException e) {
      throw e;
    } catch (OciException e) {
      throw Failures.protocol(operation, reply.uri(), String.valueOf(e.getMessage()));
    }
  }

  private Index tagged(Reference repository, Digest subject) throws IOException {
    try {
      return OciJson.readIndex(manifests.get(repository.withTag(tag(subject))).content());
    } catch (RegistryException.NotFound none) {
      return Index.of(List.of(), Map.of());
    }
  }

  private static String tag(Digest subject) {
    return "sha256-" + subject.hex();
  }
}
