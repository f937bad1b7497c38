package io.sealer.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small registry in this process that does wrong what a test tells it to. Keeps all content in
 * memory, in one repository for all names.
 */
final class FaultyRegistry implements AutoCloseable {
  /** Answers a request in place of the registry. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange) throws IOException;
  }

  /** A request as it came in. */
  record Seen(String method, String path, Map<String, List<String>> headers) {
    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private record Rule(String method, String path, Fault fault) {
    boolean fits(HttpExchange exchange) {
      return exchange.getRequestMethod().equals(method)
          && exchange.getRequestURI().toString().contains(path);
    }
  }

  private record Document(String mediaType, Digest digest) {}

  private final HttpServer server;
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Document> manifests = new ConcurrentHashMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  // A counter of its own: blobs are pushed in parallel, and two of them must never share a session.
  private final AtomicInteger sessions = new AtomicInteger();
  private final List<Rule> once = new CopyOnWriteArrayList<>();
  private final List<Rule> always = new CopyOnWriteArrayList<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  FaultyRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The same server under a name that is another host for everybody who compares names. */
  String otherHost() {
    return "localhost:" + server.getAddress().getPort();
  }

  Reference name(String rest) {
    return Reference.parse(host() + "/" + rest);
  }

  byte[] addBlob(byte[] content) {
    blobs.put(Digest.of(content).toString(), content);
    return content;
  }

  void addManifest(String tag, Descriptor descriptor, byte[] content) {
    var document = new Document(descriptor.mediaType(), Digest.of(content));
    manifests.put(tag, document);
    manifests.put(document.digest().toString(), document);
    addBlob(content);
  }

  /** The first request like this is answered so; several of these count one after the other. */
  void once(String method, String path, Fault fault) {
    once.add(new Rule(method, path, fault));
  }

  /** Every request like this is answered so. */
  void always(String method, String path, Fault fault) {
    always.add(new Rule(method, path, fault));
  }

  List<Seen> seen(String method, String path) {
    return seen.stream()
        .filter(request -> request.method().equals(method) && request.path().contains(path))
        .toList();
  }

  List<String> order() {
    return seen.stream().map(Seen::toString).toList();
  }

  byte[] blob(Digest digest) {
    return Optional.ofNullable(blobs.get(digest.toString())).orElseThrow();
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    if (empty && body.length > 0) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  static void error(HttpExchange exchange, int status, String code) throws IOException {
    String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"test\"}]}";
    answer(exchange, status, body.getBytes(UTF_8));
  }

  /** Sends only so many bytes of what it promises, and closes the connection. */
  static Fault cutOff(byte[] content, int after) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content, 0, after);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    var headers = Map.copyOf(exchange.getRequestHeaders());
    seen.add(new Seen(exchange.getRequestMethod(), path, headers));
    Optional<Rule> rule = once.stream().filter(r -> r.fits(exchange)).findFirst();
    if (rule.isPresent() && once.remove(rule.get())) {
      rule.get().fault().answer(exchange);
      return;
    }
    rule = always.stream().filter(r -> r.fits(exchange)).findFirst();
    if (rule.isPresent()) {
      rule.get().fault().answer(exchange);
    } else {
      serve(exchange);
    }
  }

  /** Answers as a registry does, also for faults that only look first. */
  void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.contains("/manifests/")) {
      serveManifest(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      answer(exchange, 204, new byte[0]);
    } else if (path.contains("/blobs/uploads/")) {
      serveUpload(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else if (path.contains("/blobs/")) {
      serveBlob(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else {
      answer(exchange, 200, "{}".getBytes(UTF_8));
    }
  }

  private void serveManifest(HttpExchange exchange, String key) throws IOException {
    if (exchange.getRequestMethod().equals("PUT")) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      addManifest(key, Descriptor.of(type, content), content);
      answer(exchange, 201, new byte[0]);
      return;
    }
    Document document = manifests.get(key);
    if (document == null) {
      error(exchange, 404, "MANIFEST_UNKNOWN");
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", document.mediaType());
    exchange.getResponseHeaders().set("Docker-Content-Digest", document.digest().toString());
    answer(exchange, 200, blob(document.digest()));
  }

  private void serveBlob(HttpExchange exchange, String digest) throws IOException {
    byte[] content = blobs.get(digest);
    if (content == null) {
      error(exchange, 404, "BLOB_UNKNOWN");
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      answer(exchange, 200, content);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    String answered = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
    exchange.getResponseHeaders().set("Content-Range", answered);
    answer(exchange, 206, Arrays.copyOfRange(content, from, content.length));
  }

  private void serveUpload(HttpExchange exchange, String session) throws IOException {
    String method = exchange.getRequestMethod();
    if (method.equals("POST")) {
      String fresh = "session" + sessions.incrementAndGet();
      uploads.put(fresh, new ByteArrayOutputStream());
      exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath() + fresh);
      answer(exchange, 202, new byte[0]);
      return;
    }
    ByteArrayOutputStream upload = Optional.ofNullable(uploads.get(session)).orElseThrow();
    upload.write(exchange.getRequestBody().readAllBytes());
    if (method.equals("PATCH")) {
      exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath());
      answer(exchange, 202, new byte[0]);
      return;
    }
    String wanted = exchange.getRequestURI().getQuery().replaceFirst(".*digest=", "");
    boolean right = Digest.of(upload.toByteArray()).toString().equals(wanted);
    if (right) {
      addBlob(upload.toByteArray());
      answer(exchange, 201, new byte[0]);
    } else {
      error(exchange, 400, "DIGEST_INVALID");
    }
  }

  /** Demands a token from /token for everything, and accepts only those in the list. */
  List<String> demandTokens() {
    var valid = new CopyOnWriteArrayList<String>();
    var issued = new ArrayList<String>();
    always(
        "GET",
        "/token",
        exchange -> {
          synchronized (issued) {
            String token = "token-" + issued.size();
            issued.add(token);
            valid.add(token);
            answer(exchange, 200, ("{\"token\":\"" + token + "\"}").getBytes(UTF_8));
          }
        });
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH")) {
      always(method, "/v2/", exchange -> serveTo(valid, exchange));
    }
    return valid;
  }

  private void serveTo(List<String> valid, HttpExchange exchange) throws IOException {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (shown != null && valid.contains(shown.replaceFirst("Bearer ", ""))) {
      serve(exchange);
      return;
    }
    String realm = "http://" + host() + "/token";
    exchange
        .getResponseHeaders()
        .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"test\"");
    error(exchange, 401, "UNAUTHORIZED");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
