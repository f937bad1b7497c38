package io.sealer.share.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The body of a request, of known length or in chunks (RFC 9112, section 7.1). */
final class RequestBody extends InputStream {
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})\\s*(;.*)?");
  private static final int LINE = 1 << 10;
  private static final int TRAILERS = 20;

  private final Incoming in;
  private final Asked asked;
  private final boolean chunked;
  private long left;
  private boolean started;
  private boolean ended;

  /** Told once, before the first byte is waited for. */
  @FunctionalInterface
  interface Asked {
    void now() throws IOException;
  }

  RequestBody(Incoming in, OptionalLong length, Asked asked) {
    this.in = in;
    this.asked = asked;
    this.chunked = length.isEmpty();
    this.left = length.orElse(0);
    this.ended = !chunked && left == 0;
  }

  /** Whether all of it was read. */
  boolean ended() {
    return ended;
  }

  /** Whether anything was asked for. */
  boolean started() {
    return started;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    if (!started) {
      started = true;
      asked.now();
    }
    if (chunked && left == 0 && !nextChunk()) {
      return -1;
    }
    int n = in.body(into, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the client closed " + left + " bytes before the end of the body");
    }
    left -= n;
    if (left == 0) {
      endOfPiece();
    }
    return n;
  }

  private boolean nextChunk() throws IOException {
    var size = SIZE.matcher(in.line(LINE));
    if (!size.matches()) {
      throw new BadRequestException(400, "a chunk of the body has no valid size");
    }
    left = Long.parseLong(size.group(1), 16);
    if (left > 0) {
      return true;
    }
    for (int n = 0; !in.line(LINE).isEmpty(); n++) {
      if (n == TRAILERS) {
        throw new BadRequestException(431, "too many trailer fields");
      }
    }
    ended = true;
    return false;
  }

  private void endOfPiece() throws IOException {
    if (!chunked) {
      ended = true;
    } else if (!in.line(LINE).isEmpty()) {
      throw new BadRequestException(400, "a chunk of the body has not the size it said");
    }
  }
}
