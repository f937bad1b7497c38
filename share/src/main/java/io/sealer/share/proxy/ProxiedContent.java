package io.sealer.share.proxy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.share.serve.PageRequest;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A registry of its own that is a pull-through cache too. What a request asks of a registry behind
 * the cache comes from there alone; anything else is looked for in the registry first. Lists are
 * those of the registry. Thread-safe.
 */
public record ProxiedContent(ServedContent own, ProxyContent proxy) implements ServedContent {
  @FunctionalInterface
  private interface Question {
    Optional<Found> of(ServedContent content) throws IOException;
  }

  private Optional<Found> first(Repository repository, Question question) throws IOException {
    Optional<Found> here = proxy.names(repository) ? Optional.empty() : question.of(own);
    return here.isPresent() || !proxy.isInCharge(repository) ? here : question.of(proxy);
  }

  @Override
  public Optional<Found> manifest(Repository repository, String tag) throws IOException {
    return first(repository, content -> content.manifest(repository, tag));
  }

  @Override
  public Optional<Found> manifest(Repository repository, Digest digest) throws IOException {
    return first(repository, content -> content.manifest(repository, digest));
  }

  @Override
  public Optional<Found> blob(Repository repository, Digest digest) throws IOException {
    return first(repository, content -> content.blob(repository, digest));
  }

  @Override
  public Optional<PageRequest.Page> tags(Repository repository, PageRequest page)
      throws IOException {
    return own.tags(repository, page);
  }

  @Override
  public PageRequest.Page repositories(PageRequest page) throws IOException {
    return own.repositories(page);
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject) throws IOException {
    return own.referrers(repository, subject);
  }
}
