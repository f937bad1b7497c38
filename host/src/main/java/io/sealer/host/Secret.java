package io.sealer.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * A password or passphrase. Its text never shows in {@link #toString()}, and so not in records,
 * logs or exceptions that hold one; equality takes the same time wherever two secrets differ.
 * Immutable and thread-safe.
 */
public final class Secret {
  private static final String MASK = "***";

  private final char[] text;

  private Secret(char[] text) {
    this.text = text;
  }

  /** A secret with these characters; the caller may wipe its own array afterwards. */
  public static Secret of(char[] text) {
    return new Secret(text.clone());
  }

  /** A secret with this text. */
  public static Secret of(String text) {
    return new Secret(text.toCharArray());
  }

  /** The value of an environment variable; empty when it is unset or empty. */
  public static Optional<Secret> fromEnv(String variable) {
    return Optional.ofNullable(System.getenv(variable)).filter(v -> !v.isEmpty()).map(Secret::of);
  }

  /** The content of a UTF-8 file without its last line end. */
  public static Secret ofFile(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CharBuffer chars = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    int end = chars.length();
    if (end > 0 && chars.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && chars.charAt(end - 1) == '\r') {
      end--;
    }
    Arrays.fill(bytes, (byte) 0);
    return new Secret(Arrays.copyOf(chars.array(), end));
  }

  /** The secret itself in UTF-8, in a fresh array that the caller should wipe. */
  public byte[] reveal() {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    encoded.clear().put(new byte[encoded.capacity()]);
    return bytes;
  }

  /** The secret as text, for libraries that take nothing else. */
  public String revealText() {
    return new String(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && MessageDigest.isEqual(reveal(), that.reveal());
  }

  /** The same for every secret: a hash would tell something about the text. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
