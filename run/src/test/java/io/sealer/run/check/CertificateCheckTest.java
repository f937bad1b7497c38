package io.sealer.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.check.Finding.Level;
import io.sealer.run.pki.Authority;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateCheckTest {
  @TempDir Path directory;
  private String pem = "";
  private Instant end = Instant.EPOCH;

  @BeforeEach
  void issue_a_certificate() throws Exception {
    pem = Authority.in(directory).certificate();
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    var certificate =
        (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    end = certificate.getNotAfter().toInstant();
  }

  private List<Finding> at(Duration before) {
    return CertificateCheck.judge(
        "10.0.0.2", "file /etc/kubernetes/pki/ca.crt\n" + pem, end.minus(before));
  }

  @Test
  void a_certificate_is_well_until_thirty_days_before_its_end() {
    assertThat(at(Duration.ofDays(40)))
        .extracting(Finding::level, Finding::message)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Level.OK, "1, valid for 40 days"));
    assertThat(at(Duration.ofDays(12)))
        .extracting(Finding::level, Finding::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Level.WARN, "/etc/kubernetes/pki/ca.crt expires in 12 days"));
    assertThat(at(Duration.ofDays(-1))).extracting(Finding::level).containsExactly(Level.FAIL);
  }

  @Test
  void a_damaged_file_is_told() {
    assertThat(CertificateCheck.judge("10.0.0.2", "file /x.crt\nnothing\n", end))
        .extracting(Finding::message)
        .containsExactly("/x.crt is damaged");
  }
}
