package io.sealer.node.exchange;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trust in the authorities of a PEM file, and in nobody else. */
public final class Trust {
  private Trust() {}

  /**
   * Client sockets that trust what these authorities signed.
   *
   * @throws OciException when the file has no usable certificate
   */
  public static SSLSocketFactory in(Path authorities) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {managerOf(authorities)}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new OciException(
          authorities + ": " + e.getMessage(), "put the authority's certificate there", e);
    }
  }

  static X509ExtendedTrustManager managerOf(Path authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = Credentials.empty();
    for (X509Certificate authority : Pem.certificates(authorities)) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager trust) {
        return trust;
      }
    }
    throw new GeneralSecurityException("no X.509 trust in this Java");
  }
}
