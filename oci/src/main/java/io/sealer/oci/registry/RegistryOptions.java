package io.sealer.oci.registry;

import io.sealer.oci.registry.http.Timeouts;
import java.time.Duration;

/**
 * How a {@link RegistryClient} works. Proxies are taken from {@code HTTPS_PROXY}, {@code
 * HTTP_PROXY} and {@code NO_PROXY}.
 *
 * @param credentials whom to be
 * @param hosts plain HTTP and trust, by host
 * @param parallelism transfers at the same time, of all pulls and pushes together; at least 1
 * @param retry how stubborn to be
 * @param connectTimeout longest wait for a connection
 * @param idleTimeout longest wait without a byte moving; also the time in which an answer must have
 *     come forward by a kilobyte for each second
 */
public record RegistryOptions(
    CredentialSource credentials,
    Hosts hosts,
    int parallelism,
    RetryPolicy retry,
    Duration connectTimeout,
    Duration idleTimeout) {
  public RegistryOptions {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1, got " + parallelism);
    }
  }

  /** Anonymous, six transfers at once. */
  public static RegistryOptions defaults() {
    return new RegistryOptions(
        CredentialSource.ANONYMOUS,
        Hosts.DEFAULT,
        6,
        RetryPolicy.DEFAULT,
        Duration.ofSeconds(15),
        Duration.ofSeconds(60));
  }

  public RegistryOptions withCredentials(CredentialSource other) {
    return new RegistryOptions(other, hosts, parallelism, retry, connectTimeout, idleTimeout);
  }

  public RegistryOptions withHosts(Hosts other) {
    return new RegistryOptions(credentials, other, parallelism, retry, connectTimeout, idleTimeout);
  }

  public RegistryOptions withParallelism(int transfers) {
    return new RegistryOptions(credentials, hosts, transfers, retry, connectTimeout, idleTimeout);
  }

  public RegistryOptions withRetry(RetryPolicy other) {
    return new RegistryOptions(credentials, hosts, parallelism, other, connectTimeout, idleTimeout);
  }

  public RegistryOptions withTimeouts(Duration connect, Duration idle) {
    return new RegistryOptions(credentials, hosts, parallelism, retry, connect, idle);
  }

  Timeouts timeouts() {
    return new Timeouts(connectTimeout, idleTimeout);
  }
}
