package io.sealer.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private final byte[] content = OciJson.write(Index.of(List.of(), Map.of()));
  private final Descriptor index = Descriptor.of(MediaTypes.INDEX, content);
  private FaultyRegistry registry;
  private RegistryClient client;
  private Reference name;

  @BeforeEach
  void start() throws IOException {
    registry = new FaultyRegistry();
    registry.addManifest("1", index, content);
    var retry = new RetryPolicy(2, Duration.ofMillis(5), Duration.ofSeconds(1));
    client = new RegistryClient(RegistryOptions.defaults().withRetry(retry));
    name = registry.name("team/app:1");
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  private static FaultyRegistry.Fault typed(String type, byte[] body) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      FaultyRegistry.answer(exchange, 200, body);
    };
  }

  @Test
  void a_name_is_resolved_without_fetching_the_manifest() throws Exception {
    assertThat(client.resolve(name)).isEqualTo(index);
    assertThat(registry.seen("GET", "/manifests/")).isEmpty();
  }

  @Test
  void a_manifest_that_breaks_off_is_asked_for_again() throws Exception {
    registry.once("GET", "/manifests/", FaultyRegistry.cutOff(content, 5));
    assertThat(client.manifest(name).content()).isEqualTo(content);
    assertThat(registry.seen("GET", "/manifests/")).hasSize(2);
  }

  @Test
  void a_registry_that_stalls_is_named_after_the_last_attempt() throws Exception {
    var forever = new CountDownLatch(1);
    registry.always(
        "GET",
        "/manifests/",
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().flush();
          awaitQuietly(forever);
          exchange.close();
        });
    var impatient =
        RegistryOptions.defaults()
            .withRetry(new RetryPolicy(2, Duration.ofMillis(5), Duration.ofSeconds(1)))
            .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300));
    try (var other = new RegistryClient(impatient)) {
      assertThatThrownBy(() -> other.manifest(name))
          .isInstanceOf(RegistryException.Unreachable.class)
          .hasMessageContaining(registry.host() + "/team/app:1")
          .hasMessageContaining("keeps the connection open and sends nothing");
    } finally {
      forever.countDown();
    }
    assertThat(registry.seen("GET", "/manifests/")).hasSize(2);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_registry_without_head_is_asked_for_the_content() throws Exception {
    registry.always("HEAD", "/manifests/", e -> FaultyRegistry.answer(e, 405, new byte[0]));
    assertThat(client.resolve(name)).isEqualTo(index);
  }

  @Test
  void a_head_without_digest_is_not_trusted() throws Exception {
    registry.always("HEAD", "/manifests/", typed(MediaTypes.INDEX, content));
    assertThat(client.resolve(name).digest()).isEqualTo(Digest.of(content));
    assertThat(registry.seen("GET", "/manifests/")).hasSize(1);
  }

  @Test
  void another_content_than_the_pinned_one_is_refused() {
    registry.always("GET", "/manifests/", typed(MediaTypes.INDEX, "{}".getBytes(UTF_8)));
    assertThatThrownBy(() -> client.manifest(name.pinnedTo(index.digest())))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("another digest");
  }

  @Test
  void a_digest_header_that_is_not_true_is_refused() {
    registry.always(
        "GET",
        "/manifests/",
        exchange -> {
          String other = Digest.of(new byte[1]).toString();
          exchange.getResponseHeaders().set("Docker-Content-Digest", other);
          typed(MediaTypes.INDEX, content).answer(exchange);
        });
    assertThatThrownBy(() -> client.manifest(name)).isInstanceOf(RegistryException.Protocol.class);
  }

  @Test
  void a_media_type_that_header_and_content_disagree_on_is_refused() {
    registry.always("GET", "/manifests/", typed(MediaTypes.MANIFEST, content));
    assertThatThrownBy(() -> client.manifest(name))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("announced as " + MediaTypes.MANIFEST)
        .hasMessageContaining("written as " + MediaTypes.INDEX);
  }

  @Test
  void a_member_of_another_size_or_type_than_promised_is_refused() {
    var larger = Descriptor.of(MediaTypes.INDEX, index.digest(), index.size() + 1);
    assertThatThrownBy(() -> client.manifest(name, larger))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("bytes");
    var manifest = Descriptor.of(MediaTypes.MANIFEST, index.digest(), index.size());
    assertThatThrownBy(() -> client.manifest(name, manifest))
        .isInstanceOf(RegistryException.Protocol.class);
  }

  @Test
  void content_that_a_plain_file_server_sends_is_recognized_by_its_fields() throws Exception {
    byte[] bare = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(UTF_8);
    registry.always("GET", "/manifests/", typed("application/octet-stream", bare));
    assertThat(client.manifest(name).descriptor().mediaType()).isEqualTo(MediaTypes.INDEX);
  }

  @Test
  void a_web_page_is_not_taken_for_a_manifest() {
    registry.always(
        "GET", "/manifests/", typed("text/html", "<html>log in</html>".getBytes(UTF_8)));
    assertThatThrownBy(() -> client.manifest(name))
        .isInstanceOf(RegistryException.Protocol.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void the_old_docker_format_is_named() {
    byte[] old = "{\"schemaVersion\":1,\"name\":\"a\"}".getBytes(UTF_8);
    registry.always(
        "GET", "/manifests/", typed("application/vnd.docker.distribution.manifest.v1+json", old));
    assertThatThrownBy(() -> client.manifest(name)).hasMessageContaining("schema 1");
  }

  @Test
  void an_endless_manifest_is_refused() {
    registry.always("GET", "/manifests/", typed(MediaTypes.INDEX, new byte[OciJson.LIMIT + 1]));
    assertThatThrownBy(() -> client.manifest(name)).hasMessageContaining("larger than 4 MiB");
  }

  @Test
  void what_the_registry_says_about_an_error_cannot_write_on_the_terminal() {
    String nasty = "{\"errors\":[{\"code\":\"X\",\"message\":\"a\\u001b[2Jb\\nc\"}]}";
    registry.always(
        "GET", "/manifests/", e -> FaultyRegistry.answer(e, 403, nasty.getBytes(UTF_8)));
    assertThatThrownBy(() -> client.manifest(name))
        .isInstanceOfSatisfying(
            RegistryException.Denied.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo("X");
              assertThat(e.failure().message()).isEqualTo("a [2Jb c");
              assertThat(e.failure().status()).hasValue(403);
              assertThat(e.failure().registry()).isEqualTo(registry.host());
              assertThat(e.failure().operation()).contains("team/app:1");
            });
  }

  @Test
  void a_token_that_expires_in_the_middle_is_replaced() throws Exception {
    List<String> valid = registry.demandTokens();
    client.resolve(name);
    valid.clear();
    client.resolve(name);
    client.manifest(name);
    assertThat(registry.seen("GET", "/token")).hasSize(2);
    assertThat(registry.seen("GET", "/token").getFirst().path())
        .contains("service=test")
        .contains("scope=repository%3Ateam%2Fapp%3Apull");
  }

  @Test
  void a_registry_that_accepts_no_token_is_not_asked_forever() {
    registry.once("GET", "/token", ManifestsTest::uselessToken);
    registry.once("GET", "/token", ManifestsTest::uselessToken);
    registry.demandTokens();
    assertThatThrownBy(() -> client.resolve(name))
        .isInstanceOf(RegistryException.Unauthorized.class)
        .hasMessageNotContaining("useless");
    assertThat(registry.seen("HEAD", "/manifests/")).hasSize(2);
  }

  private static void uselessToken(HttpExchange exchange) throws IOException {
    FaultyRegistry.answer(exchange, 200, "{\"token\":\"useless\"}".getBytes(UTF_8));
  }

  @Test
  void tags_are_listed_over_several_pages() throws Exception {
    registry.once(
        "GET",
        "/tags/list",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Link", "</v2/team/app/tags/list?last=b>; rel=\"next\"");
          FaultyRegistry.answer(exchange, 200, "{\"tags\":[\"b\",\"a\"]}".getBytes(UTF_8));
        });
    registry.once(
        "GET", "last=b", e -> FaultyRegistry.answer(e, 200, "{\"tags\":[\"c\"]}".getBytes(UTF_8)));
    assertThat(client.tags(name)).containsExactly("a", "b", "c");
  }

  @Test
  void a_repository_without_tags_has_an_empty_list() throws Exception {
    registry.once(
        "GET", "/tags/list", e -> FaultyRegistry.answer(e, 200, "{\"tags\":null}".getBytes(UTF_8)));
    assertThat(client.tags(name)).isEmpty();
  }

  @Test
  void a_registry_that_speaks_tls_where_plain_http_was_expected_is_explained() throws Exception {
    byte[] alert = {21, 3, 3, 0, 2, 2, 80, '\r', '\n'};
    try (var tls = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                while (!tls.isClosed()) {
                  try (Socket socket = tls.accept()) {
                    int _ = socket.getInputStream().read(new byte[4096]);
                    socket.getOutputStream().write(alert);
                  } catch (IOException closed) {
                    return;
                  }
                }
              });
      Reference there = Reference.parse("127.0.0.1:" + tls.getLocalPort() + "/team/app:1");
      assertThatThrownBy(() -> client.resolve(there))
          .isInstanceOfSatisfying(
              RegistryException.Unreachable.class, e -> assertThat(e.hint()).contains("--ca FILE"))
          .hasMessageContaining("the answer is not HTTP");
    }
  }
}
