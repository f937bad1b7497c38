package io.sealer.oci.registry.http;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One request.
 *
 * @param method such as GET
 * @param uri absolute, http or https
 * @param headers fields besides Host, Content-Length and Connection, which are set on sending
 * @param body what to send; empty sends none
 */
public record Request(String method, URI uri, Map<String, String> headers, Optional<Body> body) {
  private static final Pattern FIELD = Pattern.compile("[\\t\\x20-\\x7e]*");

  public Request {
    headers = Map.copyOf(headers);
    headers.forEach(Request::check);
  }

  /** A request without a body. */
  public static Request of(String method, URI uri) {
    return new Request(method, uri, Map.of(), Optional.empty());
  }

  public Request withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Request(method, uri, more, body);
  }

  public Request withBody(Body other) {
    return new Request(method, uri, headers, Optional.of(other));
  }

  public Request withUri(URI other) {
    return new Request(method, other, headers, body);
  }

  /** A line break in a value would let it smuggle in fields of its own. The value may be secret. */
  private static void check(String name, String value) {
    if (!FIELD.matcher(value).matches()) {
      throw new IllegalArgumentException("header " + name + " has characters that it cannot have");
    }
  }

  /** Without header values: they may be secret. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
  }
}
