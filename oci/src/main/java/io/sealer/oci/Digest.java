package io.sealer.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A content digest (OCI image specification, descriptor.md, "Digests"). Images are made of SHA-256
 * digests, which every registry can serve and {@link #parse} insists on; a registry server keeps
 * SHA-512 too.
 *
 * @param hex lower-case hexadecimal digits: 64 for SHA-256, 128 for SHA-512
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}(?:[0-9a-f]{64})?");
  private static final String PREFIX = "sha256:";
  private static final String PREFIX_512 = "sha512:";
  private static final int LENGTH = 64;

  public Digest {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "digest needs 64 (sha512: 128) lower-case hex digits, got '" + hex + "'");
    }
  }

  /** Parses {@code sha256:<64 hex digits>}. */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("digest must start with 'sha256:', got '" + text + "'");
    }
    return of(text.substring(PREFIX.length()), LENGTH);
  }

  /** Parses {@code sha256:<64 hex digits>} or {@code sha512:<128 hex digits>}. */
  public static Digest parseAny(String text) {
    return text.startsWith(PREFIX_512)
        ? of(text.substring(PREFIX_512.length()), 2 * LENGTH)
        : parse(text);
  }

  private static Digest of(String hex, int length) {
    if (hex.length() != length) {
      throw new IllegalArgumentException(
          "digest needs " + length + " lower-case hex digits, got '" + hex + "'");
    }
    return new Digest(hex);
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] content) {
    return ofHash(sha256().digest(content));
  }

  /** The digest whose raw bytes a {@link #sha256()} or {@link #newHash()} has computed. */
  public static Digest ofHash(byte[] hash) {
    return new Digest(HexFormat.of().formatHex(hash));
  }

  /** A fresh SHA-256 computation. */
  public static MessageDigest sha256() {
    return hash("SHA-256");
  }

  /** A fresh computation of this digest's algorithm. */
  public MessageDigest newHash() {
    return hash(hex.length() == LENGTH ? "SHA-256" : "SHA-512");
  }

  private static MessageDigest hash(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  /** {@code sha256} or {@code sha512}. */
  public String algorithm() {
    return hex.length() == LENGTH ? "sha256" : "sha512";
  }

  /** The first twelve digits, for people. */
  public String abbreviated() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return algorithm() + ":" + hex;
  }
}
