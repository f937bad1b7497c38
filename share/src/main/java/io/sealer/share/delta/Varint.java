package io.sealer.share.delta;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Numbers that are not negative, seven bits a byte, the lowest first. */
final class Varint {
  private static final int MOST_BITS = 56;

  private Varint() {}

  static void write(OutputStream out, long value) throws IOException {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  static long read(InputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift <= MOST_BITS; shift += 7) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("in the middle of a number");
      }
      value |= (long) (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return value;
      }
    }
    throw new IOException("a number is too long");
  }
}
