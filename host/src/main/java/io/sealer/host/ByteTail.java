package io.sealer.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last bytes of a stream, at most so many. Not thread-safe. */
final class ByteTail {
  private final int limit;
  private byte[] bytes = new byte[512];
  private int length;
  private boolean truncated;

  ByteTail(int limit) {
    this.limit = limit;
  }

  void add(byte[] more, int offset, int count) {
    if (length + count > limit) {
      drop(Math.max(length + count - limit, limit / 2));
    }
    // More than fits at all: only its end is kept.
    int skip = Math.max(0, count - (limit - length));
    int kept = count - skip;
    if (length + kept > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(length + kept, bytes.length * 2)));
    }
    System.arraycopy(more, offset + skip, bytes, length, kept);
    length += kept;
    truncated |= skip > 0;
  }

  private void drop(int count) {
    int dropped = Math.min(count, length);
    System.arraycopy(bytes, dropped, bytes, 0, length - dropped);
    length -= dropped;
    truncated = true;
  }

  boolean truncated() {
    return truncated;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
