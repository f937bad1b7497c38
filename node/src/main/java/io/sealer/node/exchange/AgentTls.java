package io.sealer.node.exchange;

import io.sealer.node.api.AgentConfig;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS between agents, both sides with certificates of the cluster's agent authority. Renewed files
 * count from the next connection on. Thread-safe.
 */
public final class AgentTls {
  private static final String[] SUITES = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"};

  private final Supplier<AgentConfig> config;
  private final SSLContext context;
  private volatile Optional<Credentials> loaded = Optional.empty();

  /**
   * Prepares TLS; files are read when the first connection is made.
   *
   * @param config its identity is used as it is at the moment of each connection
   */
  public AgentTls(Supplier<AgentConfig> config) {
    this.config = config;
    try {
      context = SSLContext.getInstance("TLSv1.3");
      context.init(
          new KeyManager[] {new LiveKeys(this::usable)},
          new TrustManager[] {new LiveTrust(this::usable)},
          null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS 1.3", e);
    }
  }

  /** For listeners, with {@link #parameters}. */
  public SSLContext context() {
    return context;
  }

  /**
   * What listeners insist on: a certificate of the client, and of the two suites that every agent
   * has the one with SHA-256, which is compiled for content anyway.
   */
  public SSLParameters parameters() {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setNeedClientAuth(true);
    parameters.setCipherSuites(SUITES);
    parameters.setUseCipherSuitesOrder(true);
    return parameters;
  }

  /** For clients. */
  SSLSocketFactory sockets() {
    return context.getSocketFactory();
  }

  /**
   * Reads the files when they have changed.
   *
   * @throws OciException when they cannot be used
   */
  public Credentials load() throws IOException {
    AgentConfig.Identity identity =
        config
            .get()
            .identity()
            .orElseThrow(
                () ->
                    new OciException(
                        "this agent has no certificate", "give it an identity in node.json"));
    Optional<Credentials> last = loaded;
    if (last.isPresent() && last.get().stamp().equals(Credentials.stamp(identity))) {
      return last.get();
    }
    Credentials now = Credentials.load(identity);
    loaded = Optional.of(now);
    return now;
  }

  /** What can be used now: while new files are half-written, the last good ones. */
  private Credentials usable() {
    try {
      return load();
    } catch (IOException e) {
      return loaded.orElseThrow(() -> new IllegalStateException(e.getMessage(), e));
    }
  }
}
