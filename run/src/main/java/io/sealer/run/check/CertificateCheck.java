package io.sealer.run.check;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long certificates of a host are still valid. Pure. */
final class CertificateCheck {
  static final String MARK = "file ";
  private static final Duration SOON = Duration.ofDays(30);
  private static final String HINT =
      "on masters: kubeadm certs renew all, then restart the control plane's pods";

  private CertificateCheck() {}

  /** A certificate's file and its end. */
  private record Validity(String file, Instant until) {}

  /**
   * @param listing for each file a line {@code file PATH}, then its certificates as PEM
   */
  static List<Finding> judge(String host, String listing, Instant now) {
    var found = new ArrayList<Finding>();
    var all = new ArrayList<Validity>();
    for (String part : listing.split("(?m)^" + MARK, 0)) {
      if (part.isBlank()) {
        continue;
      }
      String file = part.lines().findFirst().orElse("").strip();
      try {
        all.add(new Validity(file, until(part.substring(part.indexOf('\n') + 1))));
      } catch (CertificateException e) {
        found.add(Finding.fail(host, "certificates", file + " is damaged", HINT));
      }
    }
    all.forEach(each -> problem(host, each, now, found));
    if (found.isEmpty() && !all.isEmpty()) {
      Instant first = all.stream().map(Validity::until).min(Instant::compareTo).orElse(now);
      String text = "%d, valid for %d days".formatted(all.size(), days(now, first));
      found.add(Finding.ok(host, "certificates", text));
    }
    return found;
  }

  private static void problem(String host, Validity each, Instant now, List<Finding> found) {
    if (each.until().isBefore(now)) {
      found.add(Finding.fail(host, "certificates", each.file() + " has expired", HINT));
    } else if (each.until().isBefore(now.plus(SOON))) {
      String text = "%s expires in %d days".formatted(each.file(), days(now, each.until()));
      found.add(Finding.warn(host, "certificates", text, HINT));
    }
  }

  private static long days(Instant now, Instant until) {
    return Duration.between(now, until).toDays();
  }

  private static Instant until(String pem) throws CertificateException {
    var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
        .map(certificate -> ((X509Certificate) certificate).getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow(() -> new CertificateException("no certificate"));
  }
}
