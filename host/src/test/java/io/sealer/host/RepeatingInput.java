package io.sealer.host;

import java.io.InputStream;

/** So many bytes of a pattern, made as they are read. */
final class RepeatingInput extends InputStream {
  private static final byte[] PATTERN = pattern();
  private long left;

  RepeatingInput(long size) {
    this.left = size;
  }

  private static byte[] pattern() {
    byte[] bytes = new byte[1 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7 + (i >> 8));
    }
    return bytes;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    int n = Math.toIntExact(Math.min(Math.min(length, left), PATTERN.length));
    System.arraycopy(PATTERN, 0, into, offset, n);
    left -= n;
    return n;
  }
}
