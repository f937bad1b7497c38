package io.sealer.run.pki;

import io.sealer.host.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of a cluster's agents (RFC 5280, ECDSA P-256). Its key lies in one
 * directory of the operator, readable by its owner only. Immutable and thread-safe.
 */
public final class Authority {
  private static final Duration VALID = Duration.ofDays(36_500);
  private static final Duration SKEW = Duration.ofHours(24);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X509Certificate certificate;
  private final PrivateKey key;

  private Authority(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.key = key;
  }

  /** A certificate and its private key, both PEM. */
  public record Issued(String certificate, Secret key) {}

  /** The authority in this directory; made when there is none. */
  public static Authority in(Path directory) throws IOException {
    Path keyFile = directory.resolve("agent-ca.key");
    Path certificateFile = directory.resolve("agent-ca.crt");
    try {
      if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
        Authority made = make();
        write(certificateFile, Pem.of(made.certificate));
        write(keyFile, Pem.of(made.key));
      }
      return read(certificateFile, keyFile);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("the agents' authority in " + directory + " cannot be used", e);
    }
  }

  private static Authority read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    try (var in = new ByteArrayInputStream(Files.readAllBytes(certificateFile))) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      PrivateKey key = Pem.key(Files.readString(keyFile), KeyFactory.getInstance("EC"));
      return new Authority(certificate, key);
    }
  }

  private static Authority make()
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    KeyPair pair = pair();
    var name = new X500Name("CN=sealer agents");
    var builder = builder(name, name, pair);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return new Authority(sign(builder, pair.getPrivate()), pair.getPrivate());
  }

  /** The authority's certificate, PEM. */
  public String certificate() {
    return Pem.of(certificate);
  }

  /** A fresh key and a certificate for servers and clients at this address. */
  public Issued issue(String name, String address) throws IOException {
    try {
      KeyPair pair = pair();
      var issuer = new X500Name(certificate.getSubjectX500Principal().getName());
      var builder = builder(issuer, new X500Name("CN=" + name), pair);
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
      String pem = Pem.of(sign(builder, key));
      return new Issued(pem, Secret.of(Pem.of(pair.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate for " + address + " cannot be made", e);
    }
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair pair) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, RANDOM).setBit(126),
        Date.from(now.minus(SKEW)),
        Date.from(now.plus(VALID)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey with)
      throws OperatorCreationException, GeneralSecurityException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(with);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static void write(Path file, String content) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".pki-", "", owner);
    try {
      Files.write(part, content.getBytes(StandardCharsets.US_ASCII));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
