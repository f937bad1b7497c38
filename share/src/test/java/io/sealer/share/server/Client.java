package io.sealer.share.server;

import io.sealer.oci.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** A client that knows nothing but http, so that a test says every header itself. */
final class Client implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI root;

  Client(InetSocketAddress server) {
    this.root = URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** An answer. */
  record Answer(int status, HttpResponse<byte[]> response) {
    byte[] body() {
      return response.body();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    String location() {
      return header("Location").orElseThrow();
    }

    JsonObject json() throws IOException {
      return JsonObject.parse(body(), "answer");
    }

    /** The code of the first error. */
    String code() throws IOException {
      return json().objects("errors").getFirst().text("code");
    }
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Answer head(String path, String... headers) throws IOException, InterruptedException {
    return send("HEAD", path, BodyPublishers.noBody(), headers);
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Answer send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, BodyPublishers.ofByteArray(body), headers);
  }

  Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(root.resolve(path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), response);
  }

  /** Pushes a blob with one request. */
  void push(String repository, byte[] blob) throws IOException, InterruptedException {
    String path = "/v2/" + repository + "/blobs/uploads/?digest=" + digest("sha256", blob);
    int status = send("POST", path, blob).status();
    if (status != 201) {
      throw new IOException("pushing a blob ended with " + status);
    }
  }

  /** The digest of a content as it stands in paths. */
  static String digest(String algorithm, byte[] content) {
    try {
      String name = algorithm.equals("sha256") ? "SHA-256" : "SHA-512";
      byte[] hash = MessageDigest.getInstance(name).digest(content);
      return algorithm + ":" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
