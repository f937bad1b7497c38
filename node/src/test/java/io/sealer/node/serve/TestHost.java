package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.Endpoint;
import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A host with a store and a running agent, in this process. */
final class TestHost implements AutoCloseable {
  static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path directory;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Agent agent;
  private boolean closed;
  final DiskStore store;
  final AgentConfig config;

  TestHost(Path directory, TestAuthority authority, AgentConfig.Peer... peers) throws Exception {
    this(Optional.empty(), directory, authority, peers);
  }

  /** A host whose agent knows the content store of a containerd. */
  static TestHost beside(
      Path runtimeContent, Path directory, TestAuthority authority, TestHost... peers)
      throws Exception {
    return new TestHost(
        Optional.of(runtimeContent),
        directory,
        authority,
        Stream.of(peers).map(peer -> peer.asPeer("peer")).toArray(AgentConfig.Peer[]::new));
  }

  private TestHost(
      Optional<Path> runtimeContent,
      Path directory,
      TestAuthority authority,
      AgentConfig.Peer... peers)
      throws Exception {
    this.directory = directory;
    this.store = DiskStore.open(directory.resolve("store"));
    AgentConfig plain = AgentConfig.defaults();
    this.config =
        runtimeContent
            .map(plain::withRuntimeContent)
            .orElse(plain)
            .withStore(store.directory())
            .withMirror(freeEndpoint())
            .withExchange(
                freeEndpoint(),
                authority.issue(directory.resolve("pki"), "127.0.0.1"),
                List.of(peers));
    configure(config);
    var log =
        new AgentLog(new PrintStream(printed, true, UTF_8), new PrintStream(printed, true, UTF_8));
    this.agent = Agent.start(LiveConfig.of(configFile(), log), log);
  }

  static Endpoint freeEndpoint() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Endpoint("127.0.0.1", socket.getLocalPort());
    }
  }

  private Path configFile() {
    return directory.resolve("node.json");
  }

  /** Replaces the configuration file as the operator does. */
  void configure(AgentConfig changed) throws IOException {
    Path part = directory.resolve("node.json.part");
    Files.write(part, changed.toJson());
    Files.move(
        part,
        configFile(),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  AgentConfig.Peer asPeer(String name) {
    return new AgentConfig.Peer(name, config.exchange().orElseThrow());
  }

  /** Lets names stand for content. */
  void names(Map<String, Descriptor> names) throws IOException {
    var table = new TreeMap<Reference, Descriptor>();
    names.forEach((name, to) -> table.put(Reference.parse(name), to));
    Digest image = Digest.of("image".getBytes(UTF_8));
    store.pins().put(NamesTable.pin(image), new NamesTable(image, table, List.of()).toIndex());
  }

  URI uri(String path) {
    return URI.create("http://" + config.mirror() + path);
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofMinutes(2));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  String printed() {
    return printed.toString(UTF_8);
  }

  /** Lines are printed after the answer was sent. */
  void awaitPrinted(String part) throws InterruptedException {
    for (int i = 0; i < 200 && !printed().contains(part); i++) {
      Thread.sleep(25);
    }
  }

  /** Ends the agent; what it has to log is logged then. */
  void stop() throws IOException {
    if (!closed) {
      closed = true;
      agent.close();
      store.close();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
