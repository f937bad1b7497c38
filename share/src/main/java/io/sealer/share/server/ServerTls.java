package io.sealer.share.server;

import io.sealer.oci.OciException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The server's side of TLS from PEM files (RFC 7468). */
final class ServerTls {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private ServerTls() {}

  /**
   * @throws OciException when a file cannot be used, with what to do
   */
  static SSLContext context(ServerOptions.Tls files) throws IOException {
    Certificate[] chain = certificates(files.certificate());
    PrivateKey key = key(files.key());
    if (!belong(key, chain[0].getPublicKey())) {
      throw new OciException(
          files.key() + " does not belong to the certificate in " + files.certificate(),
          "give the key that the certificate was made for");
    }
    try {
      // In memory only: PKCS12 would derive a key from no password, in thousands of rounds.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      store.setKeyEntry("server", key, new char[0], chain);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new OciException(
          "the certificate in " + files.certificate() + " cannot be used: " + e.getMessage(),
          "",
          e);
    }
  }

  /** Whether what one signs is good for the other. */
  private static boolean belong(PrivateKey key, PublicKey certified) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKind) {
      return false;
    }
  }

  private static Certificate[] certificates(Path file) throws IOException {
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(file)))
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new OciException(file + " has no certificate", "give a PEM file");
      }
      return chain;
    } catch (CertificateException e) {
      throw new OciException(
          file + " has no valid certificate: " + e.getMessage(), "give a PEM file", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new OciException(file + " can be read by others", "chmod 600 " + file);
    }
    if (!pem.find()) {
      throw new OciException(
          file + " has no private key in PKCS #8 form",
          "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW converts other forms");
    }
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    return Stream.of("EC", "RSA", "EdDSA")
        .flatMap(algorithm -> parsed(algorithm, spec).stream())
        .findFirst()
        .orElseThrow(() -> new OciException(file + " has no EC, RSA or EdDSA key", ""));
  }

  private static Optional<PrivateKey> parsed(String algorithm, PKCS8EncodedKeySpec spec) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException other) {
      return Optional.empty(); // a key of another algorithm
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java of ours has " + algorithm + " keys", e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new OciException(file + " does not exist", "give the path of a PEM file", e);
    }
  }
}
