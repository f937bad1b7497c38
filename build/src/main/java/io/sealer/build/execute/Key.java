package io.sealer.build.execute;

import io.sealer.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Builds the digest of everything that determines a step's result. Each part is written with its
 * length, so that parts never run together.
 */
final class Key {
  /** Changes when the executor would make other layers from the same input. */
  private static final String FORMAT = "sealer-step-2";

  private final MessageDigest hash = Digest.sha256();

  Key() {
    add(FORMAT);
  }

  Key add(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    hash.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    hash.update(bytes);
    return this;
  }

  Digest digest() {
    return Digest.ofHash(hash.digest());
  }
}
