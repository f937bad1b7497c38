package io.sealer.share.http;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A request's line and header fields (RFC 9112, sections 3 to 6).
 *
 * @param method as sent
 * @param uri path and query
 * @param protocol {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param headers all fields
 * @param length of the body; empty when it comes in chunks
 */
record RequestHead(String method, URI uri, String protocol, Headers headers, OptionalLong length) {
  private static final int LINE = 8 << 10;
  private static final int FIELDS = 100;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /** Reads a head. */
  static RequestHead read(Incoming in) throws IOException {
    String first = in.line(LINE);
    if (first.isEmpty()) {
      first = in.line(LINE); // a client may send an empty line after a body
    }
    String[] parts = first.split(" ", -1);
    if (parts.length != 3 || !TOKEN.matcher(parts[0]).matches()) {
      throw new BadRequestException(400, "this is no http request");
    }
    if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
      throw new BadRequestException(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    Headers headers = fields(in);
    return new RequestHead(parts[0], target(parts[1]), parts[2], headers, length(headers));
  }

  private static URI target(String text) throws BadRequestException {
    try {
      URI uri = new URI(text);
      String path = uri.getRawPath();
      if (path == null || !path.startsWith("/")) {
        throw new BadRequestException(400, "the request's target has no path");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new BadRequestException(400, "the request's target is not well encoded");
    }
  }

  private static Headers fields(Incoming in) throws IOException {
    var headers = new Headers();
    for (int n = 0; ; n++) {
      String line = in.line(LINE);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (n == FIELDS) {
        throw new BadRequestException(431, "too many header fields");
      }
      if (colon < 1 || !TOKEN.matcher(line.substring(0, colon)).matches()) {
        throw new BadRequestException(400, "a header field is malformed");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  /** How the body is framed; two ways at once are a smuggler's (section 6.3). */
  private static OptionalLong length(Headers headers) throws BadRequestException {
    List<String> codings = headers.getOrDefault("Transfer-Encoding", List.of());
    List<String> lengths = headers.getOrDefault("Content-Length", List.of());
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty() || !codings.equals(List.of("chunked"))) {
        throw new BadRequestException(400, "the length of the body is not clear");
      }
      return OptionalLong.empty();
    }
    if (lengths.isEmpty()) {
      return OptionalLong.of(0);
    }
    if (lengths.stream().distinct().count() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
      throw new BadRequestException(400, "the length of the body is not clear");
    }
    return OptionalLong.of(Long.parseLong(lengths.getFirst()));
  }

  /** Whether the client wants to go on after this request. */
  boolean keepsAlive() {
    String connection = String.valueOf(headers.getFirst("Connection")).toLowerCase(Locale.ROOT);
    return protocol.equals("HTTP/1.1")
        ? !connection.contains("close")
        : connection.contains("keep-alive");
  }

  /** Whether the client waits for a word before it sends the body. */
  boolean expectsContinue() {
    return "100-continue".equalsIgnoreCase(headers.getFirst("Expect"));
  }
}
