package io.sealer.run.pki;

import io.sealer.host.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate authority of a cluster's agents (RFC 5280, ECDSA P-256). Its key lies in one
 * directory of the operator, readable by its owner only. Immutable and thread-safe.
 */
public final class Authority {
  private final Certificates.Pair pair;

  private Authority(Certificates.Pair pair) {
    this.pair = pair;
  }

  /** The files in a directory that it consists of; the key comes last. */
  public static final List<String> FILES = List.of("agent-ca.crt", "agent-ca.key");

  /** A certificate and its private key, both PEM. */
  public record Issued(String certificate, Secret key) {}

  /** The authority in this directory; made when there is none. */
  public static Authority in(Path directory) throws IOException {
    Path certificateFile = directory.resolve(FILES.getFirst());
    Path keyFile = directory.resolve(FILES.getLast());
    try {
      if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
        Certificates.Pair made = Certificates.authority("sealer agents", Certificates.FOR_EVER);
        write(certificateFile, Pem.of(made.certificate()));
        write(keyFile, Pem.of(made.key()));
      }
      return read(certificateFile, keyFile);
    } catch (GeneralSecurityException e) {
      throw new IOException("the agents' authority in " + directory + " cannot be used", e);
    }
  }

  private static Authority read(Path certificateFile, Path keyFile)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = Pem.certificate(Files.readString(certificateFile));
    PrivateKey key = Pem.key(Files.readString(keyFile));
    return new Authority(new Certificates.Pair(certificate, key));
  }

  /** The authority's certificate, PEM. */
  public String certificate() {
    return Pem.of(pair.certificate());
  }

  /** A fresh key and a certificate for servers and clients at this address. */
  public Issued issue(String name, String address) throws IOException {
    try {
      Certificates.Pair issued =
          Certificates.issue(pair, Subject.both(name, List.of(), List.of(address)));
      return new Issued(Pem.of(issued.certificate()), Secret.of(Pem.of(issued.key())));
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate for " + address + " cannot be made", e);
    }
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
