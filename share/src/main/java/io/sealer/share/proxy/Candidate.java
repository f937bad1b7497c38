package io.sealer.share.proxy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.FetchedManifest;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryException;
import io.sealer.oci.store.ContentStore;
import io.sealer.share.serve.DistributionException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repository that a request may mean, at its upstream. Questions throw {@link
 * DistributionException} when the upstream does not answer them, at once while it is left alone
 * after failures. Thread-safe.
 *
 * @param upstream the registry
 * @param repository path in it as people write it
 */
record Candidate(Upstream upstream, String repository, RegistryClient client, Backoff backoff) {
  /** The name that people write. */
  Reference name(String tag) {
    return upstream.named(repository, Optional.of(tag), Optional.empty());
  }

  private Reference asked(Digest digest) {
    return upstream.asked(upstream.named(repository, Optional.empty(), Optional.of(digest)));
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException;
  }

  private <T> T ask(Question<T> question, T otherwise) throws IOException {
    backoff.require();
    try {
      T answer = question.ask();
      backoff.worked();
      return answer;
    } catch (RegistryException.NotFound none) {
      backoff.worked();
      return otherwise;
    } catch (RegistryException e) {
      backoff.failed(e);
      DistributionException told = backoff.told(e);
      told.initCause(e);
      throw told;
    }
  }

  /** What a tag stands for now; asks for headers alone. */
  Optional<Descriptor> resolve(String tag) throws IOException {
    return ask(() -> Optional.of(client.resolve(upstream.asked(name(tag)))), Optional.empty());
  }

  /** The manifest or index of a tag, verified. */
  Optional<FetchedManifest> manifest(String tag) throws IOException {
    return ask(() -> Optional.of(client.manifest(upstream.asked(name(tag)))), Optional.empty());
  }

  /** A manifest or index by its digest, verified. */
  Optional<FetchedManifest> manifest(Digest digest) throws IOException {
    return ask(() -> Optional.of(client.manifest(asked(digest))), Optional.empty());
  }

  /** All tags; empty when there is no such repository. */
  Optional<List<String>> tags() throws IOException {
    return ask(() -> Optional.of(client.tags(repositoryAsked())), Optional.empty());
  }

  /** What speaks of this. */
  List<Descriptor> referrers(Digest subject) throws IOException {
    return ask(() -> client.referrers(repositoryAsked(), subject), List.of());
  }

  private Reference repositoryAsked() {
    return upstream.asked(name("latest"));
  }

  OptionalLong size(Digest digest) throws IOException {
    return ask(() -> client.blobSize(asked(digest), digest), OptionalLong.empty());
  }

  /** Fetches what is lacking and commits it; false when the upstream does not have it. */
  boolean fill(Descriptor wanted, ContentStore.Partial into) throws IOException {
    return ask(
        () -> {
          client.fillBlob(asked(wanted.digest()), wanted, into);
          return true;
        },
        false);
  }
}
