package io.sealer.share.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bytes from a client: lines of heads from a buffer, bodies past it. Not thread-safe. */
final class Incoming {
  private static final int BUFFER = 8 << 10;

  private final InputStream raw;
  private final Patience patience;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;

  Incoming(InputStream raw, Patience patience) {
    this.raw = raw;
    this.patience = patience;
  }

  /** Waits for the next request; false when the client has closed. */
  boolean awaitRequest() throws IOException {
    return position < filled || fill() > 0;
  }

  private int fill() throws IOException {
    position = 0;
    filled = 0;
    int n = patience.within(() -> raw.read(buffer, 0, BUFFER));
    filled = Math.max(0, n);
    return n;
  }

  /**
   * A line without its end (RFC 9112, section 2.2).
   *
   * @param most longest line, in bytes
   */
  String line(int most) throws IOException {
    var line = new StringBuilder(80);
    while (true) {
      if (position == filled && fill() <= 0) {
        throw new EOFException("the client closed in the middle of a request");
      }
      int start = position;
      while (position < filled && buffer[position] != '\n') {
        position++;
      }
      line.append(new String(buffer, start, position - start, StandardCharsets.ISO_8859_1));
      if (line.length() > most) {
        throw new BadRequestException(431, "a line of the request's head is too long");
      }
      if (position < filled) {
        position++;
        return withoutReturn(line);
      }
    }
  }

  private static String withoutReturn(StringBuilder line) throws BadRequestException {
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    String text = line.toString();
    if (text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
      throw new BadRequestException(400, "a control character in the request's head");
    }
    return text;
  }

  /** Bytes of a body, at least one; negative when the client has closed. */
  int body(byte[] into, int offset, int length) throws IOException {
    if (position < filled) {
      int n = Math.min(length, filled - position);
      System.arraycopy(buffer, position, into, offset, n);
      position += n;
      return n;
    }
    return patience.earning(() -> raw.read(into, offset, length));
  }
}
