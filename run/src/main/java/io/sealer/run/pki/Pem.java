package io.sealer.run.pki;

import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Keys and certificates as text (RFC 7468). */
final class Pem {
  private static final String KEY = "PRIVATE KEY";

  private Pem() {}

  static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was just made has an encoding", e);
    }
  }

  static String of(PrivateKey key) {
    return block(KEY, key.getEncoded());
  }

  static PrivateKey key(String text, KeyFactory factory) throws InvalidKeySpecException {
    String body = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }

  private static String block(String type, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
