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
  private static final PageRequest NOTHING = new PageRequest(0, Optional.empty());

  @FunctionalInterface
  private interface Question<T> {
    Optional<T> of(ServedContent content) throws IOException;
  }

  private <T> Optional<T> first(Repository repository, Question<T> question) throws IOException {
    Optional<T> here = proxy.names(repository) ? Optional.empty() : question.of(own);
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
    return first(repository, content -> content.tags(repository, page));
  }

  @Override
  public PageRequest.Page repositories(PageRequest page) throws IOException {
    return own.repositories(page);
  }

  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject) throws IOException {
    return first(repository, content -> referrers(content, repository, subject)).orElse(List.of());
  }

  /** A repository of our own answers also when it has none. */
  private Optional<List<Descriptor>> referrers(
      ServedContent content, Repository repository, Digest subject) throws IOException {
    List<Descriptor> found = content.referrers(repository, subject);
    boolean answers = !found.isEmpty() || own.tags(repository, NOTHING).isPresent();
    return answers ? Optional.of(found) : Optional.empty();
  }
}
