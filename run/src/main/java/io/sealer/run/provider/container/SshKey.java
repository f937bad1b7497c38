package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A key pair to log in with.
 *
 * @param file the private key; the public one lies beside it with {@code .pub}
 */
record SshKey(Path file) {

  /** The pair at this place, made (ed25519, without passphrase, mode 0600) when there is none. */
  static SshKey ensure(Path file) throws IOException {
    Path publicFile = publicFile(file);
    if (!Files.exists(file) || !Files.exists(publicFile)) {
      var key = new Ed25519PrivateKeyParameters(new SecureRandom());
      byte[] encoded = OpenSSHPublicKeyUtil.encodePublicKey(key.generatePublicKey());
      Files.deleteIfExists(file);
      // The private key last: only a whole pair counts.
      Files.writeString(
          publicFile, "ssh-ed25519 " + Base64.getEncoder().encodeToString(encoded) + " sealer\n");
      writePrivate(file, pem(OpenSSHPrivateKeyUtil.encodePrivateKey(key)));
    }
    return new SshKey(file);
  }

  private static String pem(byte[] key) throws IOException {
    var text = new StringWriter();
    try (var writer = new PemWriter(text)) {
      writer.writeObject(new PemObject("OPENSSH PRIVATE KEY", key));
    }
    return text.toString();
  }

  private static void writePrivate(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(part, mode);
    Files.write(part, text.getBytes(StandardCharsets.UTF_8));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path publicFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /** The line for authorized_keys. */
  String publicLine() throws ProviderException {
    try {
      return Files.readString(publicFile(file)).trim();
    } catch (IOException e) {
      throw new ProviderException(
          "no public key beside %s: %s".formatted(file, e.getMessage()),
          "make it: ssh-keygen -y -f %1$s > %1$s.pub".formatted(file),
          e);
    }
  }
}
