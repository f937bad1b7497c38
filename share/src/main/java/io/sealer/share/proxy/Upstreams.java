package io.sealer.share.proxy;

import io.sealer.oci.registry.Hosts;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import io.sealer.oci.registry.RetryPolicy;
import io.sealer.share.serve.Repository;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The upstreams that are configured, and which of them a request means. Thread-safe. */
final class Upstreams implements AutoCloseable {
  private static final RetryPolicy PATIENCE =
      new RetryPolicy(4, Duration.ofMillis(300), Duration.ofSeconds(10));
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private record Connected(Upstream upstream, RegistryClient client, Backoff backoff) {
    Candidate repository(String path) {
      return new Candidate(upstream, path, client, backoff);
    }
  }

  private final ProxyConfig config;
  private final Map<String, Connected> byName = new LinkedHashMap<>();

  Upstreams(ProxyConfig config) {
    this.config = config;
    for (Upstream upstream : config.upstreams()) {
      byName.put(
          upstream.name(), new Connected(upstream, client(upstream), new Backoff(upstream.name())));
    }
  }

  private static RegistryClient client(Upstream upstream) {
    Hosts hosts = Hosts.DEFAULT;
    if (upstream.isPlain()) {
      hosts = hosts.withPlainHttp(upstream.host());
    }
    if (upstream.ca().isPresent()) {
      hosts = hosts.withCa(upstream.host(), upstream.ca().get());
    }
    return new RegistryClient(
        RegistryOptions.defaults()
            .withCredentials(upstream.login().source(upstream.name()))
            .withHosts(hosts)
            .withRetry(PATIENCE)
            .withTimeouts(CONNECT, IDLE));
  }

  /** Whether a request says which registry it means, and we stand in front of it. */
  boolean names(Repository repository) {
    return named(repository).isPresent();
  }

  /**
   * What a request may mean, the most likely first: the registry it names, the one that its path
   * begins with, or all that are searched. None: nobody is in charge.
   */
  List<Candidate> of(Repository repository) {
    Optional<Candidate> named = named(repository);
    if (named.isPresent()) {
      return List.of(named.get());
    }
    int slash = repository.path().indexOf('/');
    if (slash > 0) {
      String first = repository.path().substring(0, slash);
      Optional<Connected> by = byName.values().stream().filter(c -> begins(c, first)).findFirst();
      if (by.isPresent()) {
        return List.of(by.get().repository(repository.path().substring(slash + 1)));
      }
    }
    return config.search().stream()
        .map(name -> Optional.ofNullable(byName.get(name)).orElseThrow())
        .map(c -> c.repository(repository.path()))
        .toList();
  }

  private Optional<Candidate> named(Repository repository) {
    return repository
        .registry()
        .flatMap(r -> byName.values().stream().filter(c -> c.upstream().isNamed(r)).findFirst())
        .map(c -> c.repository(repository.path()));
  }

  private static boolean begins(Connected to, String component) {
    return to.upstream().isNamed(component)
        || to.upstream().prefix().filter(component::equals).isPresent();
  }

  @Override
  public void close() {
    byName.values().forEach(c -> c.client().close());
  }
}
