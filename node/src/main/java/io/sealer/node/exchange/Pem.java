package io.sealer.node.exchange;

import io.sealer.oci.OciException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Certificates and private keys in PEM files (RFC 7468). */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final String HINT = "run 'sealer apply' again; it writes the agent's certificates";

  private Pem() {}

  /** All certificates of a file, at least one. */
  static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      var in = new ByteArrayInputStream(read(file));
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new OciException(file + " has no certificate", HINT);
      }
      return found;
    } catch (CertificateException e) {
      throw new OciException(file + " has no valid certificate: " + e.getMessage(), HINT, e);
    }
  }

  /** The private key of a file that only its owner can read; its content is never told. */
  static PrivateKey key(Path file) throws IOException {
    String text = new String(read(file), StandardCharsets.US_ASCII);
    if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
      throw new OciException(file + " can be read by others", "chmod 600 " + file);
    }
    Matcher pem = KEY.matcher(text);
    if (!pem.find()) {
      throw new OciException(file + " has no private key in PKCS #8 form (PRIVATE KEY)", HINT);
    }
    var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    return Stream.of("EC", "RSA", "EdDSA")
        .flatMap(algorithm -> parsed(algorithm, spec).stream())
        .findFirst()
        .orElseThrow(() -> new OciException(file + " has no EC, RSA or EdDSA key", HINT));
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
      throw new OciException(file + " does not exist", HINT, e);
    }
  }
}
