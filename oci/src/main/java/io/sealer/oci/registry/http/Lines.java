package io.sealer.oci.registry.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the lines of a head, within limits that no honest server meets. */
final class Lines {
  private static final int LONGEST = 32 * 1024;
  private static final int MOST = 256;

  private final InputStream in;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end. */
  String next() throws IOException {
    var line = new byte[128];
    int length = 0;
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed in the middle of an answer");
      }
      if (length == LONGEST) {
        throw new IOException("the answer has a line longer than " + LONGEST + " bytes");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) b;
    }
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** Header fields up to the empty line. */
  Headers headers() throws IOException {
    var headers = new Headers();
    for (int count = 0; count < MOST; count++) {
      String line = next();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("the answer has a header without a name");
      }
      headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    throw new IOException("the answer has more than " + MOST + " headers");
  }

  void skipToEmpty() throws IOException {
    headers();
  }
}
