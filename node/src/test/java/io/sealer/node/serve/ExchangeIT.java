package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.exchange.AgentTls;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeIT {
  private static final byte[] LARGE = new byte[5_000_001];

  static {
    new Random(7).nextBytes(LARGE);
  }

  @TempDir Path directory;
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private TestAuthority authority;
  private TestHost master;
  private Descriptor large;
  private Descriptor small;
  private Descriptor manifest;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority("cluster");
    master = host("master");
    large = master.store.put("x", LARGE);
    small = master.store.put("x", "small".getBytes(UTF_8));
    manifest = master.store.put(MediaTypes.MANIFEST, Samples.manifest(MediaTypes.MANIFEST));
    master.names(Map.of("a.io/app:1", manifest));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable open : toClose.reversed()) {
      open.close();
    }
  }

  private TestHost host(String name, AgentConfig.Peer... peers) throws Exception {
    var host = new TestHost(directory.resolve(name), authority, peers);
    toClose.add(host);
    return host;
  }

  private FaultyPeer faulty(byte[] given, int breakAt) throws Exception {
    var peer = new FaultyPeer(directory.resolve("faulty"), authority, given, breakAt);
    toClose.add(peer);
    return peer;
  }

  @Test
  void a_host_without_anything_serves_what_its_peer_has() throws Exception {
    TestHost worker = host("worker", master.asPeer("master"));
    HttpResponse<byte[]> answer = worker.get("/v2/app/manifests/1?ns=a.io");
    assertThat(answer.headers().firstValue("Content-Type")).contains(MediaTypes.MANIFEST);
    assertThat(answer.headers().firstValue("Docker-Content-Digest"))
        .contains("" + manifest.digest());
    assertThat(worker.get("/v2/app/manifests/" + manifest.digest()).statusCode()).isEqualTo(200);
    assertThat(worker.get(blob(large)).body()).isEqualTo(LARGE);
    assertThat(worker.get(blob(small)).body()).asString(UTF_8).isEqualTo("small");

    assertThat(worker.store.has(large.digest())).isTrue();
    assertThat(worker.store.has(small.digest())).isTrue();
    assertThat(worker.store.has(manifest.digest())).isTrue();
    MirrorTest.assertError(worker.get("/v2/app/manifests/2?ns=a.io"), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  void headers_alone_move_no_blob() throws Exception {
    TestHost worker = host("worker", master.asPeer("master"));
    HttpResponse<byte[]> head = worker.send("HEAD", blob(large));
    assertThat(head.headers().firstValue("Content-Length")).contains("" + LARGE.length);
    assertThat(worker.store.has(large.digest())).isFalse();
  }

  @Test
  void a_part_of_a_blob_is_given_while_all_of_it_is_fetched() throws Exception {
    TestHost worker = host("worker", master.asPeer("master"));
    HttpResponse<byte[]> part = worker.get(blob(large), "Range", "bytes=4999999-");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).containsExactly(LARGE[4_999_999], LARGE[5_000_000]);
    assertThat(worker.store.has(large.digest())).isTrue();
  }

  @Test
  void the_next_peer_goes_on_where_one_broke_off() throws Exception {
    FaultyPeer breaking = faulty(LARGE, 3_000_000);
    TestHost worker = host("worker", breaking.asPeer(), master.asPeer("master"));
    assertThat(worker.get(blob(large)).body()).isEqualTo(LARGE);
    assertThat(breaking.gets).hasValue(1);
    master.awaitPrinted(" 206 ");
    assertThat(master.printed()).containsPattern("GET /v2/content/blobs/\\S+ 206 2\\d{6}B");
  }

  @Test
  void a_dead_peer_costs_nothing_but_a_moment() throws Exception {
    var dead = new AgentConfig.Peer("dead", TestHost.freeEndpoint());
    TestHost worker = host("worker", dead, master.asPeer("master"));
    assertThat(worker.get(blob(large)).body()).isEqualTo(LARGE);
    assertThat(worker.get("/v2/app/manifests/1?ns=a.io").statusCode()).isEqualTo(200);
    assertThat(worker.get("/healthz").body()).asString(UTF_8).contains("failed lately");
  }

  @Test
  void when_nobody_can_go_on_the_client_is_cut_off_and_a_later_try_continues() throws Exception {
    FaultyPeer breaking = faulty(LARGE, 3_000_000);
    TestHost worker = host("worker", breaking.asPeer());
    assertThatThrownBy(() -> worker.get(blob(large))).isInstanceOf(IOException.class);
    assertThat(worker.store.has(large.digest())).isFalse();

    worker.configure(
        worker.config.withExchange(
            worker.config.exchange().orElseThrow(),
            worker.config.identity().orElseThrow(),
            List.of(master.asPeer("master"))));
    assertThat(worker.get(blob(large)).body()).isEqualTo(LARGE);
    master.awaitPrinted(" 206 ");
    assertThat(master.printed()).containsPattern("GET /v2/content/blobs/\\S+ 206 2\\d{6}B");
  }

  @Test
  void an_unreachable_peer_is_not_the_same_as_an_unknown_name() throws Exception {
    var dead = new AgentConfig.Peer("dead", TestHost.freeEndpoint());
    TestHost worker = host("worker", dead);
    MirrorTest.assertError(worker.get("/v2/app/manifests/1?ns=a.io"), 503, "UNAVAILABLE");
    MirrorTest.assertError(worker.get(blob(large)), 503, "UNAVAILABLE");
  }

  @Test
  void damaged_content_never_becomes_visible() throws Exception {
    byte[] damaged = LARGE.clone();
    damaged[5] ^= 1;
    FaultyPeer lying = faulty(damaged, damaged.length);
    TestHost worker = host("worker", lying.asPeer(), master.asPeer("master"));
    assertThatThrownBy(() -> worker.get(blob(large))).isInstanceOf(IOException.class);
    assertThat(worker.store.has(large.digest())).isFalse();
    assertThat(worker.get(blob(large)).body()).as("from the other peer").isEqualTo(LARGE);
    assertThat(lying.gets).hasValue(1);
  }

  @Test
  void damaged_small_content_is_replaced_by_that_of_the_next_peer_unnoticed() throws Exception {
    FaultyPeer lying = faulty("smaLl".getBytes(UTF_8), 5);
    TestHost worker = host("worker", lying.asPeer(), master.asPeer("master"));
    assertThat(worker.get(blob(small)).body()).asString(UTF_8).isEqualTo("small");
    assertThat(lying.gets).hasValue(1);
  }

  @Test
  void twenty_clients_make_one_fetch() throws Exception {
    TestHost worker = host("worker", master.asPeer("master"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Digest> pull =
          () -> {
            HttpResponse<byte[]> answer = worker.get(blob(large));
            assertThat(answer.statusCode()).as(worker.printed()).isEqualTo(200);
            return Digest.of(answer.body());
          };
      for (Future<Digest> pulled : threads.invokeAll(Collections.nCopies(20, pull))) {
        assertThat(pulled.get()).isEqualTo(large.digest());
      }
    }
    assertThat(master.printed().lines().filter(l -> l.contains("GET /v2/content/blobs/")))
        .hasSize(1);
  }

  @Test
  void whoever_has_no_certificate_of_the_cluster_is_refused() throws Exception {
    URL url = URI.create("https://" + master.config.exchange().orElseThrow() + "/v2/").toURL();
    AgentTls own = tls(authority.issue(directory.resolve("good"), "127.0.0.1"));
    assertThat(status(url, own.context().getSocketFactory())).isEqualTo(200);

    var stranger = new TestAuthority("cluster");
    AgentConfig.Identity forged = stranger.issue(directory.resolve("bad"), "127.0.0.1");
    Files.copy(
        directory.resolve("good/ca.crt"),
        forged.authority(),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> status(url, tls(forged).context().getSocketFactory()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> status(url, TrustOnly.of(directory.resolve("good/ca.crt"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void renewed_certificates_count_without_a_restart() throws Exception {
    TestHost worker = host("worker", master.asPeer("master"));
    assertThat(worker.get(blob(small)).statusCode()).isEqualTo(200);
    var renewed = new TestAuthority("renewed");
    renewed.issue(directory.resolve("master/pki"), "127.0.0.1");
    AgentTls old = tls(authority.issue(directory.resolve("old"), "127.0.0.1"));
    URL url = URI.create("https://" + master.config.exchange().orElseThrow() + "/v2/").toURL();
    assertThatThrownBy(() -> status(url, old.context().getSocketFactory()))
        .isInstanceOf(IOException.class);
    AgentTls now = tls(renewed.issue(directory.resolve("worker/pki"), "127.0.0.1"));
    assertThat(status(url, now.context().getSocketFactory())).isEqualTo(200);
    assertThat(worker.get(blob(large)).body()).isEqualTo(LARGE);
  }

  private static AgentTls tls(AgentConfig.Identity identity) throws IOException {
    AgentConfig config =
        AgentConfig.defaults().withExchange(TestHost.freeEndpoint(), identity, List.of());
    return new AgentTls(() -> config);
  }

  private static int status(URL url, SSLSocketFactory sockets) throws IOException {
    var connection = (HttpsURLConnection) url.openConnection();
    connection.setSSLSocketFactory(sockets);
    return connection.getResponseCode();
  }

  private static String blob(Descriptor blob) {
    return "/v2/app/blobs/" + blob.digest() + "?ns=a.io";
  }
}
