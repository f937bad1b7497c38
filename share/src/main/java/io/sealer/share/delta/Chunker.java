package io.sealer.share.delta;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts content where the content says so, with a rolling hash over its last 64 bytes, so that an
 * insertion moves only the cuts near it (FastCDC: Xia et al., USENIX ATC 2016, with normalised
 * chunk sizes). The same content is always cut alike; sizes are in bytes.
 */
final class Chunker {
  static final int SMALLEST = 4 << 10;
  static final int USUAL = 16 << 10;
  static final int LARGEST = 64 << 10;

  // Hard to meet before the usual size, easy after it.
  private static final long RARE = -1L << (64 - 16);
  private static final long OFTEN = -1L << (64 - 12);
  private static final long[] GEAR = gear();

  private Chunker() {}

  /** Takes one chunk; the bytes are only good during the call. */
  @FunctionalInterface
  interface Sink {
    void chunk(byte[] buffer, int offset, int length) throws IOException;
  }

  private static long[] gear() {
    long[] gear = new long[256];
    long state = 0x5ea1e4L;
    for (int i = 0; i < gear.length; i++) { // SplitMix64
      state += 0x9e3779b97f4a7c15L;
      long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      gear[i] = z ^ (z >>> 31);
    }
    return gear;
  }

  /** Cuts a stream to its end; the chunks in order are its content. */
  static void cut(InputStream in, Sink sink) throws IOException {
    byte[] buffer = new byte[1 << 20];
    int from = 0;
    int to = 0;
    boolean ended = false;
    while (!ended || from < to) {
      if (!ended && to - from < LARGEST) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int n = in.readNBytes(buffer, to, buffer.length - to);
        ended = n < buffer.length - to;
        to += n;
      }
      if (from < to) {
        int length = length(buffer, from, to);
        sink.chunk(buffer, from, length);
        from += length;
      }
    }
  }

  /** Length of the chunk that starts here; all that is left when no cut comes. */
  private static int length(byte[] buffer, int from, int to) {
    int end = Math.min(to, from + LARGEST);
    int usual = Math.min(end, from + USUAL);
    long hash = 0;
    int at = Math.min(end, from + SMALLEST);
    for (; at < usual; at++) {
      hash = (hash << 1) + GEAR[buffer[at] & 0xff];
      if ((hash & RARE) == 0) {
        return at + 1 - from;
      }
    }
    for (; at < end; at++) {
      hash = (hash << 1) + GEAR[buffer[at] & 0xff];
      if ((hash & OFTEN) == 0) {
        return at + 1 - from;
      }
    }
    return end - from;
  }
}
