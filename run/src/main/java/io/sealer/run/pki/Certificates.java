package io.sealer.run.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates (RFC 5280). Apart from {@link Authority}, because loading the library behind
 * it takes long and most runs make none.
 */
final class Certificates {
  /** As long as makes no difference: nobody renews these. */
  static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final Duration SKEW = Duration.ofHours(24);
  private static final int RSA_BITS = 2048;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Certificates() {}

  /** A certificate and its key. */
  record Pair(X509Certificate certificate, PrivateKey key) {}

  static Pair authority(String commonName, Duration valid)
      throws GeneralSecurityException, IOException {
    KeyPair pair = elliptic();
    X500Name name = name(commonName, List.of());
    var builder = builder(name, name, pair, valid);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    return new Pair(sign(builder, pair.getPrivate()), pair.getPrivate());
  }

  /** For what a subject is and does. */
  static Pair issue(Pair authority, Subject subject) throws GeneralSecurityException, IOException {
    KeyPair pair = elliptic();
    var issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    X500Name name = name(subject.commonName(), subject.organizations());
    var builder = builder(issuer, name, pair, subject.valid());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages(subject)));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()));
    GeneralName[] names = alternatives(subject);
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    return new Pair(sign(builder, authority.key()), pair.getPrivate());
  }

  private static KeyPurposeId[] usages(Subject subject) {
    var usages = new ArrayList<KeyPurposeId>();
    if (subject.server()) {
      usages.add(KeyPurposeId.id_kp_serverAuth);
    }
    if (subject.client()) {
      usages.add(KeyPurposeId.id_kp_clientAuth);
    }
    return usages.toArray(KeyPurposeId[]::new);
  }

  private static GeneralName[] alternatives(Subject subject) {
    var all = new ArrayList<GeneralName>();
    subject.names().forEach(n -> all.add(new GeneralName(GeneralName.dNSName, n)));
    subject.addresses().forEach(a -> all.add(new GeneralName(GeneralName.iPAddress, a)));
    return all.toArray(GeneralName[]::new);
  }

  private static X500Name name(String commonName, List<String> organizations) {
    var builder = new X500NameBuilder(BCStyle.INSTANCE);
    organizations.forEach(o -> builder.addRDN(BCStyle.O, o));
    return builder.addRDN(BCStyle.CN, commonName).build();
  }

  private static KeyPair elliptic() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
    return generator.generateKeyPair();
  }

  /** What service account tokens are signed with; RSA, which every version of kubeadm reads. */
  static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS, RANDOM);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair pair, Duration valid) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, RANDOM).setBit(126),
        Date.from(now.minus(SKEW)),
        Date.from(now.plus(valid)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey with)
      throws GeneralSecurityException {
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(with);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("the certificate cannot be signed", e);
    }
  }
}
