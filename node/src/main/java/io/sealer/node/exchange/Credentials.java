package io.sealer.node.exchange;

import io.sealer.node.api.AgentConfig;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Key and trust as the files had them at some moment. */
record Credentials(String stamp, X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
  private static final char[] NO_PASSWORD = {};

  static Credentials load(AgentConfig.Identity identity) throws IOException {
    String stamp = stamp(identity);
    try {
      return new Credentials(stamp, keys(identity), Trust.managerOf(identity.authority()));
    } catch (GeneralSecurityException e) {
      throw new OciException(
          "cannot use the certificates of this agent: " + e.getMessage(),
          "run 'sealer apply' again; it writes the agent's certificates",
          e);
    }
  }

  /** Changes when any of the files does. */
  static String stamp(AgentConfig.Identity identity) throws IOException {
    var stamp = new StringBuilder();
    for (Path file : List.of(identity.certificate(), identity.key(), identity.authority())) {
      stamp.append(file).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
    }
    return stamp.toString();
  }

  private static X509ExtendedKeyManager keys(AgentConfig.Identity identity)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    X509Certificate[] chain =
        Pem.certificates(identity.certificate()).toArray(X509Certificate[]::new);
    store.setKeyEntry("agent", Pem.key(identity.key()), NO_PASSWORD, chain);
    var factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager keys) {
        return keys;
      }
    }
    throw new GeneralSecurityException("no X.509 keys in this Java");
  }

  /** Lives in memory only: PKCS12 would derive a key from no password, in thousands of rounds. */
  static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
