package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which certificate authorities are believed: Java's, the machine's, and those given. */
final class Trust {
  /** Where Debian, Red Hat, SUSE and Alpine keep the machine's authorities. */
  private static final List<Path> MACHINE =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private Trust() {}

  /** Java's and the machine's authorities and those in these PEM files. */
  static X509TrustManager withMore(List<Path> files) throws IOException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      add(store, "java", Arrays.asList(managerOf(null).getAcceptedIssuers()));
      for (Path machine : machine()) {
        addLenient(store, machine);
      }
      for (Path file : files) {
        add(store, file.toString(), read(file));
      }
      return managerOf(store);
    } catch (GeneralSecurityException e) {
      throw new OciException("cannot set up the list of trusted authorities", "", e);
    }
  }

  private static List<Path> machine() {
    return MACHINE.stream().filter(Files::isReadable).limit(1).toList();
  }

  /** A broken bundle of the machine must not stop what Java's own list can verify. */
  private static void addLenient(KeyStore store, Path bundle) throws GeneralSecurityException {
    try {
      add(store, "machine", read(bundle));
    } catch (IOException e) {
      System.getLogger(Trust.class.getName())
          .log(System.Logger.Level.WARNING, "ignoring {0}: {1}", bundle, e.getMessage());
    }
  }

  private static void add(KeyStore store, String from, Collection<? extends Certificate> more)
      throws GeneralSecurityException {
    int number = 0;
    for (Certificate certificate : more) {
      store.setCertificateEntry(from + "-" + number++, certificate);
    }
  }

  private static Collection<? extends Certificate> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new CertificateException("no certificate in it");
      }
      return found;
    } catch (CertificateException e) {
      throw new OciException(
          "cannot read certificates from " + file, "give a file with PEM certificates", e);
    } catch (IOException e) {
      throw new OciException(
          "cannot read certificates from " + file + ": " + e, "give a readable PEM file", e);
    }
  }

  @SuppressWarnings("NullAway") // null is the documented way to ask for Java's own list
  private static X509TrustManager managerOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Stream.of(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
