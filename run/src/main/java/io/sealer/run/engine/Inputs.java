package io.sealer.run.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of what decides a step's result. */
public final class Inputs {
  private static final int SHOWN = 16;

  private Inputs() {}

  /** The first sixteen hexadecimal digits of the SHA-256 of all these, in this order. */
  public static String of(Object... parts) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (Object part : parts) {
        byte[] bytes = String.valueOf(part).getBytes(StandardCharsets.UTF_8);
        hash.update(String.valueOf(bytes.length).getBytes(StandardCharsets.UTF_8));
        hash.update((byte) ':');
        hash.update(bytes);
      }
      return HexFormat.of().formatHex(hash.digest()).substring(0, SHOWN);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
