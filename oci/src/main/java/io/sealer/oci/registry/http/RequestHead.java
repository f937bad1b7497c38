package io.sealer.oci.registry.http;

/** The head of a request as sent (RFC 9112, 3). */
final class RequestHead {
  private RequestHead() {}

  static String of(Request request, Route route, boolean expectContinue) {
    var head = new StringBuilder(512);
    head.append(request.method()).append(' ').append(target(request, route));
    head.append(" HTTP/1.1\r\n");
    field(head, "Host", route.authority());
    if (!route.tls()) {
      route.proxy().flatMap(Proxy::authorization).ifPresent(a -> authorize(head, a));
    }
    request.headers().forEach((name, value) -> field(head, name, value));
    if (request.body().isPresent()) {
      field(head, "Content-Length", String.valueOf(request.body().get().length()));
    } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      field(head, "Content-Length", "0");
    }
    if (expectContinue) {
      field(head, "Expect", "100-continue");
    }
    return head.append("\r\n").toString();
  }

  /** Asks a proxy for a tunnel. */
  static String connect(Route route) {
    var head = new StringBuilder("CONNECT " + route.target() + " HTTP/1.1\r\n");
    field(head, "Host", route.target());
    route.proxy().flatMap(Proxy::authorization).ifPresent(a -> authorize(head, a));
    return head.append("\r\n").toString();
  }

  private static void authorize(StringBuilder head, String value) {
    field(head, "Proxy-Authorization", value);
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static String target(Request request, Route route) {
    String path = request.uri().getRawPath();
    String query = request.uri().getRawQuery();
    String target = (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    boolean absolute = route.proxy().isPresent() && !route.tls();
    return absolute ? "http://" + route.authority() + target : target;
  }
}
