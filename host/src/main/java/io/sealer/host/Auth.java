package io.sealer.host;

import java.nio.file.Path;
import java.util.Optional;

/** One way to prove who we are to an ssh server; a {@link Target} lists them in order. */
public sealed interface Auth {

  /** A password, for the ssh methods {@code password} and {@code keyboard-interactive}. */
  record Password(Secret secret) implements Auth {}

  /**
   * A private key file in OpenSSH or PEM format (ed25519, ecdsa, rsa).
   *
   * @param file the private key
   * @param passphrase what the file is encrypted with, or empty
   */
  record Key(Path file, Optional<Secret> passphrase) implements Auth {
    /** A key that is not encrypted. */
    public static Key of(Path file) {
      return new Key(file, Optional.empty());
    }
  }

  /** Those of {@code ~/.ssh/id_ed25519}, {@code id_ecdsa} and {@code id_rsa} that exist. */
  record DefaultKeys(Optional<Secret> passphrase) implements Auth {
    /** The default keys, none of them encrypted (encrypted ones are passed over). */
    public static DefaultKeys plain() {
      return new DefaultKeys(Optional.empty());
    }
  }

  /** The keys that an ssh agent holds, asked through its socket; none when it does not answer. */
  record Agent(Path socket) implements Auth {}
}
