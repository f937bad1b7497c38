package io.sealer.node.serve;

import io.sealer.node.api.AgentConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A cluster's agent authority, for tests. */
public final class TestAuthority {
  private final AtomicLong serial = new AtomicLong(1);
  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  public TestAuthority(String name) throws Exception {
    this.name = new X500Name("CN=" + name);
    this.keys = newKeys();
    this.certificate = sign(this.name, keys, true, "127.0.0.1");
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private X509Certificate sign(X500Name subject, KeyPair of, boolean authority, String... addresses)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial.getAndIncrement()),
            Date.from(now.minus(1, ChronoUnit.HOURS)),
            Date.from(now.plus(1, ChronoUnit.DAYS)),
            subject,
            of.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            Arrays.stream(addresses)
                .map(address -> new GeneralName(GeneralName.iPAddress, address))
                .toArray(GeneralName[]::new)));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  /** Writes the files of an agent at these addresses, of this authority. */
  public AgentConfig.Identity issue(Path directory, String... addresses) throws Exception {
    Files.createDirectories(directory);
    KeyPair own = newKeys();
    X509Certificate signed = sign(new X500Name("CN=agent"), own, false, addresses);
    Path key = directory.resolve("agent.key");
    var identity =
        new AgentConfig.Identity(
            pem(directory.resolve("agent.crt"), "CERTIFICATE", signed.getEncoded()),
            pem(key, "PRIVATE KEY", own.getPrivate().getEncoded()),
            pem(directory.resolve("ca.crt"), "CERTIFICATE", certificate.getEncoded()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return identity;
  }

  private static Path pem(Path file, String type, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }
}
