package io.sealer.share.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Digest;
import io.sealer.share.server.RegistryServer;
import io.sealer.share.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cache that listens, and a client. */
final class RunningProxy implements AutoCloseable {
  final List<String> log = new CopyOnWriteArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ProxyContent content;
  private final RegistryServer server;

  RunningProxy(Path directory, ProxyConfig config) throws IOException {
    content = ProxyContent.open(directory, config, log::add);
    server = RegistryServer.start(ServerOptions.plain("127.0.0.1", 0), content, _ -> {});
  }

  String host() throws IOException {
    return "127.0.0.1:" + server.address().getPort();
  }

  private HttpRequest request(String method, String path, String... headers) throws IOException {
    var builder =
        HttpRequest.newBuilder(URI.create("http://" + host() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(60));
    return headers.length == 0 ? builder.build() : builder.headers(headers).build();
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return http.send(request("GET", path, headers), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> head(String path) throws Exception {
    return http.send(request("HEAD", path), BodyHandlers.ofByteArray());
  }

  HttpResponse<InputStream> stream(String path) throws Exception {
    return http.send(request("GET", path), BodyHandlers.ofInputStream());
  }

  /** A blob of docker.io/library/app, asked for as containerd does. */
  static String blob(byte[] content) {
    return "/v2/library/app/blobs/" + Digest.of(content) + "?ns=docker.io";
  }

  static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    content.close();
    http.close();
  }
}
