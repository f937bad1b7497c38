package io.sealer.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A host's public key as text.
 *
 * @param type such as {@code ssh-ed25519}
 * @param base64 the key itself (RFC 4253, 6.6) in base 64
 */
record HostKeyText(String type, String base64) {
  /** A key as it stands on the wire: its type is its first field. */
  static HostKeyText of(byte[] key) {
    ByteBuffer fields = ByteBuffer.wrap(key);
    int length = fields.getInt();
    if (length < 1 || length > fields.remaining()) {
      throw new IllegalArgumentException("not a public key");
    }
    byte[] type = new byte[length];
    fields.get(type);
    return new HostKeyText(
        new String(type, StandardCharsets.US_ASCII), Base64.getEncoder().encodeToString(key));
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  /** As {@code ssh-keygen -l} prints it: {@code ssh-ed25519 SHA256:…}. */
  String fingerprint() {
    byte[] hash = Hashes.sha256().digest(bytes());
    return type + " SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
  }
}
