package io.sealer.run.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthorityTest {
  @Test
  void an_issued_certificate_is_signed_by_the_authority_for_the_address(@TempDir Path dir)
      throws Exception {
    Authority authority = Authority.in(dir);

    Authority.Issued issued = authority.issue("node", "10.0.0.2");

    X509Certificate certificate = parse(issued.certificate());
    certificate.verify(parse(authority.certificate()).getPublicKey());
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(parse(authority.certificate()).getSubjectX500Principal());
    assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(7, "10.0.0.2"));
    assertThat(issued.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void the_authority_stays_the_same_and_its_key_is_for_its_owner_only(@TempDir Path dir)
      throws Exception {
    String first = Authority.in(dir).certificate();

    assertThat(Authority.in(dir).certificate()).isEqualTo(first);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("agent-ca.key"))))
        .isEqualTo("rw-------");
  }

  private static X509Certificate parse(String pem) throws Exception {
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }
}
