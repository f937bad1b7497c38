package io.sealer.oci.registry.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What a peer sends, given up when it trickles: a timeout between bytes is kept by a peer that
 * sends one byte a minute. Only the time that is spent waiting for the peer counts, not the time in
 * which nobody reads.
 */
final class PacedInput extends FilterInputStream {
  private static final long LEAST_BYTES_A_SECOND = 1024;

  private final long window;
  private final long least;
  private long waited;
  private long moved;

  /** Wants a kilobyte a second, in the average of each time that was waited so long. */
  PacedInput(InputStream in, Duration window) {
    super(in);
    this.window = window.toNanos();
    this.least = window.toMillis() * LEAST_BYTES_A_SECOND / 1000;
  }

  /** What was waited so far was for something else. */
  void begin() {
    waited = 0;
    moved = 0;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    long before = System.nanoTime();
    int count = in.read(buffer, offset, length);
    waited += System.nanoTime() - before;
    moved += Math.max(count, 0);
    if (waited >= window && count >= 0) {
      judge();
    }
    return count;
  }

  private void judge() throws IOException {
    if (moved < least) {
      throw new IOException(
          "the connection is too slow: %d bytes in %.0f s".formatted(moved, waited / 1e9));
    }
    begin();
  }
}
