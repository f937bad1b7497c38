package io.sealer.oci.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** The 512 bytes before every member (POSIX pax, "ustar Interchange Format"). */
final class TarHeader {
  static final int BLOCK = 512;
  static final int NAME = 0;
  static final int NAME_LENGTH = 100;
  static final int MODE = 100;
  static final int UID = 108;
  static final int GID = 116;
  static final int SIZE = 124;
  static final int MTIME = 136;
  static final int CHECKSUM = 148;
  static final int TYPE = 156;
  static final int LINK = 157;
  static final int MAGIC = 257;
  static final int MAJOR = 329;
  static final int MINOR = 337;
  static final int PREFIX = 345;
  static final int PREFIX_LENGTH = 155;

  final byte[] bytes;

  TarHeader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  boolean isUstar() {
    return new String(bytes, MAGIC, 6, US_ASCII).equals("ustar\0");
  }

  /** Text up to the first zero byte. */
  String text(int offset, int length) throws CharacterCodingException {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return decode(bytes, offset, end - offset);
  }

  /** Strict UTF-8: bytes that a file name cannot give back are refused. */
  static String decode(byte[] bytes, int offset, int length) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length)).toString();
  }

  /** A number in octal digits, or in base 256 when the highest bit is set (GNU). */
  long number(int offset, int length) throws NumberFormatException {
    if ((bytes[offset] & 0x80) != 0) {
      return binary(offset, length);
    }
    String digits = new String(bytes, offset, length, US_ASCII).replace('\0', ' ').trim();
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private long binary(int offset, int length) throws NumberFormatException {
    if ((bytes[offset] & 0x40) != 0) {
      throw new NumberFormatException("negative");
    }
    long value = bytes[offset] & 0x3f;
    for (int i = 1; i < length; i++) {
      if (value > (Long.MAX_VALUE >> 8)) {
        throw new NumberFormatException("too large");
      }
      value = value << 8 | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  void putText(int offset, byte[] text) {
    System.arraycopy(text, 0, bytes, offset, text.length);
  }

  /** Octal digits with leading zeros, and a zero byte at the end. */
  void putOctal(int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      bytes[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
    bytes[offset + length - 1] = 0;
  }

  static boolean fitsOctal(int length, long value) {
    return value >= 0 && (value >>> (3 * (length - 1))) == 0;
  }

  boolean checksumIsGood() {
    long stated = number(CHECKSUM, 8);
    return stated == checksum(false) || stated == checksum(true);
  }

  /** The sum of all bytes, the checksum itself taken as blanks; old tars added them signed. */
  long checksum(boolean signed) {
    long sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      if (i < CHECKSUM || i >= CHECKSUM + 8) {
        sum += signed ? bytes[i] : bytes[i] & 0xff;
      }
    }
    return sum;
  }

  void seal() {
    Arrays.fill(bytes, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    putOctal(CHECKSUM, 7, checksum(false));
  }
}
