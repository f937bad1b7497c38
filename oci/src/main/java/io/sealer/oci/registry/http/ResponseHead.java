package io.sealer.oci.registry.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an answer (RFC 9112, 4 to 6). */
record ResponseHead(int status, boolean http11, Headers headers) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: .*)?");

  /** Reads the final head; tells {@code started} when its first line is here. */
  static ResponseHead read(InputStream in, Runnable started) throws IOException {
    var lines = new Lines(in);
    while (true) {
      Matcher status = STATUS.matcher(lines.next());
      started.run();
      if (!status.matches()) {
        throw new NotHttpException();
      }
      Headers headers = lines.headers();
      int code = Integer.parseInt(status.group(2));
      if (code >= 200) {
        return new ResponseHead(code, status.group(1).equals("1"), headers);
      }
    }
  }

  boolean staysOpen() {
    return http11 && !headers.contains("Connection", "close");
  }

  /** The body that follows on this stream. */
  FramedBody frame(String method, InputStream in) throws IOException {
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return new FramedBody.Fixed(in, 0);
    }
    boolean chunked = headers.contains("Transfer-Encoding", "chunked");
    OptionalLong length = headers.number("Content-Length");
    if (chunked && length.isPresent()) {
      throw new IOException("the answer gives its length in two ways");
    }
    if (chunked) {
      return new FramedBody.Chunked(in);
    }
    return length.isPresent()
        ? new FramedBody.Fixed(in, length.getAsLong())
        : new FramedBody.UntilClosed(in);
  }
}
