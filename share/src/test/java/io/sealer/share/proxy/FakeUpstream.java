package io.sealer.share.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A registry in this process that does wrong what a test tells it to. */
final class FakeUpstream implements AutoCloseable {
  /** Answers a request in place of the registry. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange) throws IOException;
  }

  private record Rule(String method, String path, Fault fault) {
    boolean fits(HttpExchange exchange) {
      return exchange.getRequestMethod().equals(method)
          && exchange.getRequestURI().toString().contains(path);
    }
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final List<Rule> once = new CopyOnWriteArrayList<>();
  private final List<Rule> always = new CopyOnWriteArrayList<>();
  final List<String> seen = new CopyOnWriteArrayList<>();

  FakeUpstream() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Has a blob of random content. */
  byte[] blob(int seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    blobs.put(Digest.of(content).toString(), content);
    return content;
  }

  /** Lets a tag of a repository stand for a manifest with this word in it. */
  Descriptor image(String repository, String tag, String word) {
    byte[] content =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},
         "layers":[],"annotations":{"word":"%s"}}\
        """
            .formatted(MediaTypes.MANIFEST, MediaTypes.CONFIG, Digest.of(new byte[2]), word)
            .getBytes(UTF_8);
    manifests.put(repository + "/manifests/" + tag, content);
    manifests.put(repository + "/manifests/" + Digest.of(content), content);
    return Descriptor.of(MediaTypes.MANIFEST, content);
  }

  void forget(String repository, String tag) {
    manifests.remove(repository + "/manifests/" + tag);
  }

  /** The first request like this is answered so; several of these count one after the other. */
  void once(String method, String path, Fault fault) {
    once.add(new Rule(method, path, fault));
  }

  /** Every request like this is answered so. */
  void always(String method, String path, Fault fault) {
    always.add(new Rule(method, path, fault));
  }

  void behave() {
    once.clear();
    always.clear();
  }

  long count(String request) {
    return seen.stream().filter(line -> line.contains(request)).count();
  }

  /** An error with this status. */
  static Fault status(int status, String... header) {
    return exchange -> {
      if (header.length == 2) {
        exchange.getResponseHeaders().set(header[0], header[1]);
      }
      answer(
          exchange,
          status,
          "{\"errors\":[{\"code\":\"TEST\",\"message\":\"no\"}]}".getBytes(UTF_8));
    };
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

  /** Sends this, whatever was asked for. */
  static Fault instead(byte[] content) {
    return exchange -> answer(exchange, 200, content);
  }

  static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    if (empty) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    exchange.sendResponseHeaders(status, empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + (range == null ? "" : " " + range));
    var rule = once.stream().filter(r -> r.fits(exchange)).findFirst();
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

  /** Answers as a registry does. */
  void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/v2/".length());
    byte[] manifest = manifests.get(path);
    if (manifest != null) {
      exchange.getResponseHeaders().set("Content-Type", MediaTypes.MANIFEST);
      exchange.getResponseHeaders().set("Docker-Content-Digest", "" + Digest.of(manifest));
      answer(exchange, 200, manifest);
      return;
    }
    byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
    if (blob == null) {
      status(404).answer(exchange);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      answer(exchange, 200, blob);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (blob.length - 1) + "/" + blob.length);
    answer(exchange, 206, Arrays.copyOfRange(blob, from, blob.length));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
