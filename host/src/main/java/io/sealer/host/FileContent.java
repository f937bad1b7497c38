package io.sealer.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a file on a host shall contain.
 *
 * @param source the bytes; opened again for every attempt
 * @param size their number
 * @param sha256 their SHA-256, 64 lower-case hexadecimal digits
 */
public record FileContent(Source source, long size, String sha256) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public FileContent {
    if (size < 0) {
      throw new IllegalArgumentException("size must not be negative, got " + size);
    }
    if (!HEX.matcher(sha256).matches()) {
      throw new IllegalArgumentException("SHA-256 needs 64 hex digits, got '" + sha256 + "'");
    }
  }

  /** These bytes. */
  public static FileContent of(byte[] bytes) {
    byte[] copy = bytes.clone();
    byte[] hash = Hashes.sha256().digest(copy);
    return new FileContent(Source.of(copy), copy.length, HexFormat.of().formatHex(hash));
  }

  /** This text in UTF-8. */
  public static FileContent of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A local file as it is now; reads it once for its digest. */
  public static FileContent of(Path file) throws IOException {
    return measure(Source.of(file));
  }

  /** Reads the source once to learn its size and digest. */
  public static FileContent measure(Source source) throws IOException {
    MessageDigest hash = Hashes.sha256();
    long size = 0;
    byte[] buffer = new byte[1 << 17];
    try (InputStream in = source.open()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
        size += n;
      }
    }
    return new FileContent(source, size, HexFormat.of().formatHex(hash.digest()));
  }
}
