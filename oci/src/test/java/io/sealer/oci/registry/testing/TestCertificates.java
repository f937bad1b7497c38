package io.sealer.oci.registry.testing;

import java.io.IOException;
import java.nio.file.Path;

/** A certificate authority of a test, and a certificate of it for localhost. */
public final class TestCertificates {
  private TestCertificates() {}

  /** Makes ca.crt, server.crt and server.key in a directory, and answers the first. */
  public static Path make(Path directory, String address) throws IOException, InterruptedException {
    String names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:" + address;
    openssl(
        directory, "req -x509 -nodes -days 30 -subj /CN=sealer-test-ca -keyout ca.key -out ca.crt");
    openssl(
        directory,
        "req -nodes -subj /CN=registry -addext " + names + " -keyout server.key -out r.csr");
    Programs.run(
        directory,
        ("openssl x509 -req -in r.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30"
                + " -copy_extensions copy -out server.crt")
            .split(" "));
    return directory.resolve("ca.crt");
  }

  private static void openssl(Path directory, String arguments)
      throws IOException, InterruptedException {
    String key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1";
    Programs.run(directory, ("openssl " + arguments + key).split(" "));
  }
}
